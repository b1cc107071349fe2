"""Where the executable begins."""

import sys

import held

held.hold()

from appliance.cli.main import main  # noqa: E402  what it imports is read from the held file

sys.exit(main())
