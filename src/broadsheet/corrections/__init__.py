"""What becomes of an edition after it was printed: an editor corrects it, sources change, and both are told.

    DIR/DATE + Ask --judge, apply--> DIR/DATE, corrected, published again          (``make``)
    DIR/DATE + the live pages --recheck--> Flag ... --an editor--> Ask             (``recheck``)

The first printing stays as ``edition.first.json``, every correction stands in ``corrections.jsonl``, and the edition is
the one after the others: anybody can prove what was printed when, and make it again.
"""
