"""Allocation runs: from who waits and what is ready to a proposal, its review and its record.

`material` reads what a run is about, `matching` decides, `record` keeps both as bytes, `objections`
judges them without knowing who decided, `results` and `reviewed` are what people see, `confirming`
reserves. `wishing` is what a person wants otherwise next time.
"""
