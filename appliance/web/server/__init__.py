"""A WSGI server on gevent's loop whose connections cost a greenlet only while the app runs.

    listener -> connection -> request -> (greenlet: WSGI app) -> response

A connection is one small object with one read watcher. Reading a request, waiting for the
next one and waiting as a parked poll are states of it, not greenlets. The package knows
nothing of chats: a response body with a `park` method is handed the connection instead of
being iterated, an extra of this server as `wsgi.file_wrapper` is of others.
"""
