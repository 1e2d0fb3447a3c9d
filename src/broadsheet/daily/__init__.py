"""The scheduler: an edition on every day that has one, once, whoever starts it and however often it is killed.

    record.py     what is known of a day: OUT/.daily/DATE.json
    shift.py      do what is due: print, publish, deliver, each day once
    keep.py       wait for the next moment against the wall clock, and do it again
    sent.py       what delivery told, and whether it has to be called again
    press_hands.py  those who print: the press, by the configuration
    lock.py       of many schedulers, one works
    log.py        one line an event, for people or for machines
    health.py     is an edition overdue? the values behind /healthz and ``doctor``
    metrics.py    the same and more for Prometheus
    listen.py     the HTTP server of both
    retention.py  what may be thrown away

When an edition is due is arithmetic and lives in ``broadsheet.schedule``.  What has been printed is told by the edition
folders; the records beside them tell what the folders cannot: that a day was empty, how often it failed, whether it
was delivered.
"""
