"""Taking part on the screen: what stands below the comments while the reader writes or logs in.

Only what must be there before is light: text areas and forms are imported when the first one opens.
"""
