"""Where the executable begins."""

import sys

from appliance.cli.main import main

sys.exit(main())
