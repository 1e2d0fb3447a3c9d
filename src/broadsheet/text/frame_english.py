"""English words by which a sentence takes another one back, opens somebody's words, or opens what is only supposed.

What each table stands for is told in ``frame_words.Words``; a pattern is looked for in one sentence.
"""

from __future__ import annotations

_HEARSAY = (
    r"(?:claims?|rumou?rs?|allegations?|accusations?|assertions?|hoax(?:es)?|myths?|speculation|gossip|insinuations?"
    r"|legends?|conspiracy theor(?:y|ies)|theor(?:y|ies)|charges|tip|tips|narrative)"
)
"""What is told without being known."""
_PIECE = (
    r"(?:posts?|tweets?|threads?|videos?|clips?|messages?|memes?|images?|pictures?|photos?|photographs?|screenshots?"
    r"|stor(?:y|ies)|reports?|articles?|letters?|e-?mails?|headlines?|quotes?|quotations?|recordings?|documents?"
    r"|statements?|figures?|numbers?|passages?|announcements?|leaflets?|flyers?|chain letters?)"
)
"""What such a thing is told in."""
_DEED = (
    r"(?:plans?|deals?|talks|orders?|laws?|contracts?|agreements?|intentions?|negotiations?|decisions?|events?|incidents?"
    r"|meetings?|offers?|bids?|recalls?|attacks?|leaks?|visits?|votes?|rulings?|stud(?:y|ies)|company|firm|person|product"
    r"|model|programme|program|scheme|sale|sales|payments?|payouts?)"
)
"""What such a thing is about, and may not exist."""
_THE = r"(?:the|this|that|these|those|such|both|all|any|all of the|none of the|each of the|its|his|her|their)"
_IT = rf"(?:it|this|that|they|these|those|(?:the )?(?:former|latter)|{_THE} (?:[a-z-]+ ){{0,2}}(?:{_HEARSAY}|{_PIECE}))"
"""What points back: "it", "the viral post", "these claims"."""
_BE = (
    r"(?:is|are|was|were|be|been|being|has been|have been|had been|turn(?:s|ed) out(?: to be)?|prov(?:es|ed)(?: to be)?"
    r"|remains?|'s)"
)
_HOW = (
    r"(?: (?:[a-z]+ly|all|both|just|quite|simply|pure|plain|utter|complete|a|an|not|later|since|in fact|so much)){0,3}"
)
_FALSE = (
    r"(?:false|untrue|not true|wrong|fake|faked|forged|fabricated|bogus|baseless|unfounded|groundless|nonsense|rubbish"
    r"|hoax(?:es)?|lies?|fabrications?|fakes?|myths?|inventions?|invented|fictions?|fictitious|imaginary|incorrect"
    r"|inaccurate|erroneous|mistaken|misleading|misinformation|disinformation|made up|made-up|doctored|staged|debunked"
    r"|refuted|disproved|disproven|discredited|retracted|withdrawn|pulled|unsupported|unsubstantiated|unproven"
    r"|without (?:any )?(?:foundation|basis|merit|substance)|jokes?|pranks?|parod(?:y|ies)|satire|satirical|spoofs?"
    r"|forger(?:y|ies)|mistakes?|errors?|(?:ai|computer|machine)[- ]generated|generated|made by (?:a|an) (?:machine"
    r"|ai|model|program)|taken out of context|out of context|ridiculous|absurd|preposterous|scaremongering|scams?"
    r"|frauds?|swindles?|phishing|edited|altered|manipulated|tampered with|spliced|misquoted?|slips?(?: of the (?:tongue|pen))?"
    r"|misunderstandings?)"
)
_ENDS = (
    r"(?=\s*[.,;:!)\"”’]|\s*$| (?:and|but|because|as|according|after|by|on|when|who|saying|said|says|he|she|they)\b)"
)
_TAKEN = (
    r"(?:den(?:y|ies|ied)|dismiss(?:es|ed)?|reject(?:s|ed)?|disput(?:e|es|ed)|contest(?:s|ed)?|refut(?:e|es|ed)"
    r"|rebut(?:s|ted)?|contradict(?:s|ed)?|debunk(?:s|ed)?|disprov(?:e|es|ed)|retract(?:s|ed)?|withdr(?:aw|aws|ew)"
    r"|repudiat(?:e|es|ed)|walk(?:s|ed) back|t(?:ake|akes|ook) back|disavow(?:s|ed)?)"
)
_WHERE = (
    r"(?: (?:in (?:a|an|its|his|her|their) (?:\w+ )?(?:statement|e-?mail|post|letter|interview|filing|reply|response)"
    r"|in court|on (?:\w+day|\w+ \d+|X|Twitter|social media)|to (?:reporters|journalists|the \w+)|at (?:a|the) \w+"
    r"|when asked|publicly|through \w+ \w+|via \w+|last \w+|this \w+|as \w+))*"
)
VERDICT = (
    rf"(?:^|[,;:—] ?|\b(?:that|said|says|say|and|but|because|found|however,?|in fact,?|in reality,?) ){_IT}\b"
    rf"(?:,[^,.]{{1,40}},)? {_BE}{_HOW} {_FALSE}{_ENDS}",
    rf"\b(?:there (?:is|was|were|'s)|found|finds|has|had|have|is|see|saw|with|of) (?:absolutely )?no (?:\w+ )?"
    rf"(?:evidence|proof|basis|truth|substance|foundation|support|indication|record)(?: (?:for|of|in|to|behind|that"
    rf" supports?|to support|supporting) {_IT})?{_ENDS}",
    rf"^(?:\w+ )?no (?:\w+ ){{0,2}}(?:evidence|proof|document|record|witness|source|data|study|studies) (?:\w+ )?"
    rf"(?:supports?|supported|backs?|backed|confirms?|confirmed|bears? out|bore out|exists?|existed)"
    rf"(?: {_IT}(?: up)?)?{_ENDS}",
    rf"\bno such (?:thing\b(?! as\b)|(?:\w+ )?(?:{_HEARSAY}|{_PIECE}|{_DEED}))\b",
    r"\bnothing of the (?:kind|sort)\b",
    rf"\b(?:said|says|say|insisted|insists|that) there (?:is|are|was|were|had been|have been) no {_DEED}{_ENDS}",
    rf"\b(?:rat|mark|label|judg|call|brand|describ|deem|declar|denounc|consider|find|found|dismiss|reject)(?:e|es|ed|s"
    rf"|led)? {_IT}(?: as| to be)?{_HOW} {_FALSE}{_ENDS}",
    rf"\b(?:dismiss|reject)(?:es|ed|s)? {_IT} as\b",
    r"^(?:our |the |final )?(?:rating|verdict|ruling|conclusion|finding|answer|truth|result)\s*[:—–-]\s*(?:mostly |partly"
    rf" |pants on fire|{_FALSE}|no\b)",
    rf"\b{_TAKEN} (?!that\b){_IT} (?!that\b|of\b|about\b|and\b)[^.,;:]{{1,40}}[.,;]",
    rf"\b(?:took|takes|take|taken|walked|walks|walking) {_IT} back\b",
    rf"\b(?:never|not|n['’]t) (?:\w+ )?(?:said|say|made|make|wrote|write|done|do|did|given|give|signed|promised) (?:{_IT}|anything"
    r" of the (?:kind|sort)|(?:those|these|such) \w+|any such \w+)\b",
    rf"\b{_TAKEN} (?:{_IT}|all(?: of (?:it|this|that|them))?|everything|every word(?: of it)?|any wrongdoing"
    rf"|wrongdoing|having done (?:so|it)|doing (?:so|it)){_WHERE}{_ENDS}",
    rf"^(?:the \w+|{_IT}|\w+)(?: [A-Z]\w+)? (?:has |have |had )?(?:\w+ly )?(?:denies|denied|deny){_WHERE}[.!]?$",
    rf"(?:^|[,;:—] ?|\b(?:says|said|and|but|because|found) (?:that )?){_IT} (?:(?:was|were|has been|have been|had been) (?:\w+ ){{0,2}}(?:denied|rejected|dismissed|thrown out|taken"
    r" down|corrected)|never (?:happened|existed|took place)|(?:did|do|does|had|has)(?: not|n['’]t) (?:happen|exist"
    r"|take place|hold up))\b",
    r"^(?:a(?:nswer)?[:.] )?(?:but |yet |except |in fact,? |in reality,? |actually,? |no, )*(?:not so|not true|not at all|far from it|false"
    r"|wrong|untrue|nonsense|fake|no|(?:it|they|he|she|the \w+) (?:never (?:did|has|had|was|were|will)|(?:did|does|do|has"
    r"|have|had|is|are|was|were|will|would)(?: not|n['’]t)))(?: so)?\s*[.!]?$",
    r"\b(?:i|we|our (?:newspaper|newsroom|editors?)) (?:\w+ )?(?:retract|apologi[sz]e|regret the (?:error|mistake)"
    r"|were (?:wrong|mistaken)|got it wrong|stand corrected)",
)
VERDICT_ALL = (
    r"^(?:none|nothing|not (?:one|a) word|no part|no word) (?:of|in) (?:this|it|that|these|those|the (?:above|foregoing))"
    r" (?:\w+ ){0,2}(?:is|was|are|were|has|have|had|ever|actually|really|happened|exists?|took place) ?(?:\w+ )?"
    r"(?:true|real|happened|taken place|existed|exist|so|correct|accurate|happening|fact|been (?:said|done|decided|proved"
    r"|proven|confirmed)|place)?[.!]?$",
    r"^(?:nothing (?:above|here)|everything (?:above|here)|all of (?:this|it|the above)|the above|the foregoing) (?:is|was"
    r"|has|had|happened|never)",
)
JOKED = (
    r"\b(?:this|it|that|the (?:above|foregoing|preceding|following)|the (?:article|story|piece|text|column|post|page)"
    r"|this (?:article|story|piece|text|column|post|page)|(?:all|everything) (?:above|here|of this))"
    r" (?:is|was|are|were)(?: \w+ly)?(?: (?:a|an|just|only|all|pure|meant as|intended as|work of|piece of|the)){0,3}"
    r" (?:satire|satirical|parody|spoof|humou?r|fiction|fictional|fictitious|joke|prank|april fool\w*['’]?s?|short story"
    r"|invented|imaginary|thought experiment|hypothetical|simulation|drill)\b",
    r"\b(?:it|this|that|everything|the whole (?:thing|story)) (?:is|was|turned out to be|had been|proved(?: to be)?)(?: \w+ly)?"
    r"(?: (?:a|an|all|only|just|nothing but|practical)){0,3} (?:prank|joke|gag|spoof)\b",
    r"\bapril fool\w*['’]?s?(?: day)? (?:joke|prank|hoax|stunt|gag)",
)
RETRACTED = (
    r"\b(?:the|this|that|its|their) (?:article|paper|study|preprint|report|story|work) (?:is|was|has been|had been)"
    r" (?:\w+ )?(?:retracted|withdrawn|pulled)",
    r"\b(?:journal|publisher|authors?|newspaper|editors?|conference|university|outlet|magazine|broadcaster) (?:\w+ ){0,2}"
    r"(?:retract(?:s|ed)?|withdr(?:ew|aws?|awn)|pull(?:s|ed)) (?:it|(?:the|this|that|its|their) (?:article|paper|study"
    r"|preprint|report|story|work))",
)
CLEARED = (
    r"\b(?:acquitt(?:ed|al|als|s)|(?:found|ruled|pleaded|pleads) not guilty|exonerated|vindicated"
    r"|clear(?:ed|s) (?:\w+ ){1,5}of|not proven|insufficient evidence|lack of (?:evidence|proof)|want of (?:evidence|proof)"
    r"|(?:dismiss|toss|reject)(?:es|ed)? (?:the|all|every|its|his|her|their|both|that|this)? ?(?:\w+ )?(?:case|suit"
    r"|lawsuit|claims?|charges?|complaint|counts?|allegations?|accusations?|petition|motion)"
    r"|(?:drop(?:ped|s)?|withdr(?:ew|awn)|threw out|throws out|thrown out) (?:the|all|every|its|his|her|their|both)"
    r" (?:\w+ )?(?:case|suit|lawsuit|claims?|charges?|complaint|counts?|allegations?|indictment)"
    r"|(?:charges?|case|suit|lawsuit|complaint|claims?|counts?) (?:was|were|has been|have been) (?:\w+ )?(?:dropped"
    r"|dismissed|thrown out|withdrawn|rejected))\b",
)
UNPROVEN = (
    rf"\b(?:{_IT}|reports?|nothing|none of \w+ \w+|he|she|who said so) (?:\w+ )?(?:could not|cannot|can ?not|couldn['’]t"
    r"|has not|have not|hasn['’]t|haven['’]t|had not) (?:yet )?(?:immediately |independently )?(?:be(?:en)? )?"
    r"(?:\w+ )?(?:verified|confirmed|substantiated|corroborated)\b",
    rf"\b(?:could|can|did|was|were)(?: not|n['’]t) (?:able to )?(?:immediately |independently )*(?:verify|confirm"
    rf"|substantiate|corroborate) {_IT}",
    rf"\b{_IT} (?:is|are|remains?) (?:\w+ )?(?:unverified|unconfirmed)\b",
    r"\b(?:none of|no part of|nothing in|neither of|nobody|no one)\b[^.,]{0,30} (?:could|can) (?:be )?(?:\w+ly )?(?:verif|confirm"
    r"|substantiat|corroborat)\w+",
)
_SAYS = (
    r"(?:say|says|said|tell|tells|told|write|writes|wrote|claim|claims|claimed|alleg(?:e|es|ed)|assert(?:s|ed)?"
    r"|report(?:s|ed)?|accus(?:e|es|ed)|read|reads|ran|runs|goes|went|argue[sd]?|maintain(?:s|ed)?|stat(?:e|es|ed)"
    r"|declar(?:e|es|ed)|insist(?:s|ed)?|contend(?:s|ed)?|testif(?:ies|ied)|recall(?:s|ed)|put)"
)
_SPREADS = (
    r"(?:circulat(?:e|es|ed|ing)|spread(?:s|ing)?|mak(?:es?|ing) the rounds|made the rounds|doing the rounds|going around"
    r"|went around|go(?:es|ing) viral|went viral|gone viral|is viral|(?:was|were|been|being) (?:widely )?shared|shared"
    r"|surfaced|emerged|persist(?:s|ed)?|abound(?:s|ed)?|swirl(?:s|ed|ing)?|fl(?:y|ies|ew)|making its way|appeared|passed"
    r" (?:a|around|on|along)|making the)"
)
HOLLOW = (
    rf"\b{_SAYS}\b[^.]{{0,40}}\b(?:the following|as follows|these words|like this|thus)\b[^.]{{0,40}}[.:]?$",
    rf"\b{_SAYS}\b[^.:]{{0,40}}:$",
    rf"^an? (?:\w+ ){{0,2}}(?:anonymous|unsigned|viral|leaked|forwarded|unnamed|mysterious) (?:\w+ )?{_PIECE} (?:has |have )?"
    r"(?:reach|arriv|land|came|hit|turn|was (?:sent|deliver|post|pass|hand))\w*\b[^.:,]{0,50}[.]$",
    r"\b(?:pass|spread|share|sent|send|circulat|repeat|forward|swap|trad)(?:s|ed|es|e|ing)? (?:(?:a|an|the|this|some|several|one"
    r"|\w+) ){1,2}(?:rumou?rs?|claims?|allegations?|accusations?|hoax(?:es)?|tips?|gossip|stor(?:y|ies))"
    r"(?: (?:around|on|along|among|in|with|over|about) ?[^.,:]{0,30})?[.:]$",
    rf"^(?!.*\b(?:that|claiming|saying|alleging|which|suggesting)\b)(?!.*[:“\"])(?:\w+ ){{0,4}}(?:{_HEARSAY}|{_PIECE})\b"
    rf"[^.]{{0,40}}\b{_SPREADS}\b[^.]*[.]?$",
    rf"\b(?:made|makes|make|making|contains?|raise[sd]?|levell?ed|repeat(?:s|ed)?|spread(?:s|ing)?|heard|received|passed)"
    rf" (?:(?:a|an|the|these|some|several|many|two|three|four|five|grave|serious|wild|bold|new) ){{0,3}}{_HEARSAY}\b"
    r"(?: (?:about|against|on|of|around|to|in) [^.,:]{1,40})?[.:]$",
    rf"^(?:the|a|an|one|this|his|her|their|its|[A-Z]\w+['’]s) (?:\w+ ){{0,3}}(?:complaint|lawsuit|suit|indictment|charge"
    rf" sheet|petition|{_HEARSAY}|{_PIECE}|case)(?: [^.,:]{{1,30}})? {_SAYS}(?: (?:fraud|theft|bribery|forgery|this|so"
    r"|a crime|as much))?[.:]$",
)
CLAIMS = (
    rf"\b(?:{_HEARSAY}|{_PIECE}|rumou?r has it)\b[^.]{{0,60}}\b(?:claim|alleg|say|said|suggest|assert|insist|purport|warn|go|show|depict|tell|told|promis)"
    r"\w*\b",
    r"\b(?:complaint|lawsuit|suit|plaintiffs?|prosecutors?|indictment|petition|filing|whistle-?blowers?|accusers?|critics?"
    r"|opponents?|detractors?)\b[^.]{0,40}\b(?:alleg|accus|claim|contend|assert|argu|complain|insist|maintain|charg|say"
    r"|said)\w*\b",
    r"\b(?:alleged|accused|accuses|alleges|alleging|accusing|allegedly|reportedly|rumou?red|supposedly|purportedly)\b",
    r"\b(?:we|this (?:newspaper|paper|site|programme)|our (?:\w+ )?(?:story|report|article|edition|newsletter)) (?:\w+ ){0,2}"
    r"(?:said|reported|wrote|stated|published|claimed|told)\b",
    r"\b(?:users|people|posts|accounts|messages|voices|reports|rumou?rs) (?:\w+ ){0,6}(?:say|said|claim|claimed|wrote)\b",
)
_LABEL = (
    r"(?:myth|claim|rumou?r|hoax|allegation|misconception|misbelief|fallacy|conspiracy theory|fiction|falsehood|legend"
    r"|old wives['’] tale|urban legend)"
)
_NTH = r"(?:\s*(?:no\.? ?|number |#)?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten))"
LABEL = (rf"^[\[(]?(?:{_LABEL}{_NTH}?|q(?:uestion)?{_NTH}?)[\])]?\s*(?:[:—–]|\.(?= )|$|\.$)",)
_FIRM = r"(?:labs?|inc|ai|technologies|games|studios?|group|communications|entertainment|software|learning|dragons)\b"
"""What follows a verb that is a firm's name: Imagine Games."""
SUPPOSED = (
    r"^(?:now |just |let['’]s |let us |but |and |so )*(?:imagine|suppose|picture|assume|pretend|envision|envisage)\b"
    rf"(?! {_FIRM})(?=[ :,.])",
    r"^(?:but |and |so |now )*what (?:if|would happen if|happens if)\b",
    r"^(?:consider|take|here is|here['’]s|this is) (?:a|an|the|this|the following|one|another) (?:\w+ ){0,2}(?:scenario"
    r"|hypothetical|thought experiment|hypothesis|fiction)\b",
    r"^(?:in|under) (?:a|an|the|this|that|our|one|another) (?:\w+ ){0,2}(?:scenario|thought experiment|simulation|war ?game"
    r"|alternate (?:history|world)|hypothetical|novel|film|movie|play|episode|short story)\b",
    r"\b(?:the|its|his|her|our) (?:\w+ ){0,2}(?:scenario|hypothetical|premise|plot|storyline)\b"
    r"[^.]{0,30}\b(?:is|goes|runs|assumes|supposes|begins|starts|imagines|follows)\b[^.]{0,40}[.:]$",
    r"\b(?:played|plays|playing|ran|run|rehears\w+|simulat\w+|act\w* out|walk\w* through|war-?gam\w+|tested)"
    r"(?: \w+){0,2} (?:a|an|the|this|one) (?:\w+ ){0,2}(?:scenario|emergency|attack|crisis|war ?game)\s*[.:]$",
    r"^(?:it is|the year is|the date is|the time is) (?:\w+ ){0,3}20\d\d\s*[.:]",
    r"^hypothetically\b",
)
TURNS = (
    r"^(?:in (?:reality|fact|truth)|actually|in the real world|back (?:in|to) (?:reality|the real world|the present|today)"
    r"|(?:the )?(?:facts?|reality|truth)\s*(?:\d+|one|two|three|four|five)?\s*[:.—–]|the (?:truth|reality|facts?) (?:is|are)"
    r"|separately|meanwhile|elsewhere|in other news|but (?:in )?(?:reality|fact)|so far,? (?:none|nothing))\b",
)
SAID = (
    r"\b(?:said|says|told|tells|according to|announced|announces|reported|reports|confirmed|confirms|wrote|writes|stated"
    r"|explained|added|noted)\b",
)
REALITY = (
    r"\b(?:in (?:fact|reality|truth)|actually|den(?:y|ies|ied)|denying|contrary to|reject(?:s|ed)?|disput(?:es|ed))\b",
)
NEGATED = (r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without)\b|n['’]t\b",)
PLURAL = (
    r"\b(?:these|those|both|all|none of|they|(?:claims|rumou?rs|allegations|accusations|charges|statements|reports)\b|every"
    r"|everything|wrongdoing)\b",
)
TITLE_CHECK = (
    r"^[\[(]?(?:fact[- ]?check(?:ed|ing|er)?|fact or fiction|debunk\w*|false claims?|hoax(?: alert)?|rumou?r(?:s| mill| check)?"
    r"|(?:a |an |our )?corrections?|(?:a )?retraction|retracted|clarification|myths?)\b\s*(?:[\])]|[:—–|.-]|of\b|about\b|$)",
    r"\b(?:fact[- ]check|myths? (?:about|around|of|on)|no,)\b",
)
MARKED = (
    rf"\b(?:{_HEARSAY}|fake|false|untrue|wrong|fact[- ]check\w*|den(?:y|ies|ied)|debunk\w*|satir\w+|parody|spoof|fiction\w*"
    r"|joke|prank|hypothetical\w*|scenario|imagin\w+|what if|alleged\w*|accus\w+|retract\w*|correct\w*|rejects?|disputes?"
    r"|acquit\w*|clear(?:s|ed)|dismiss\w*|if)\b",
)
DOUBTED = (
    r"\b(?:rumou?r\w*|hoax\w*|myths?|fake\w*|false\w*|untrue|den(?:y|ies|ied|ial)|debunk\w*|refut\w+|satir\w+|parod\w+"
    r"|spoofs?|fiction\w*|jokes?|pranks?|hypothetical\w*|scenarios?|imagin\w+|suppos\w+|alleg\w+|accus\w+|claim(?:s|ed)?"
    r"|retract\w*|unproven|unfounded|baseless|unverified|unconfirmed|acquitt\w+)\b",
)
TITLE_JOKED = (
    r"^[\[(]?(?:satire|satirical|parody|humou?r|spoof|fiction|short story|science fiction|april fools?\w*['’]?s?(?: day)?)\b"
    r"\s*(?:[\])]|[:—–|-])",
    r"[\[(](?:satire|parody|humou?r|spoof|fiction)[\])]\s*$",
)
TITLE_SUPPOSED = (
    r"^[\[(]?(?:hypothetical(?:ly)?|(?:a )?scenario|(?:a )?thought experiment|what[- ]if|imagined?|simulation|war ?game"
    r"|exercise|drill)\b\s*(?:[\])]|[:—–|-])",
)
TITLE_IF = (rf"^(?:what if|imagine|suppose|if)\b(?! {_FIRM})",)
