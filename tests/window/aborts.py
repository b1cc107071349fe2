"""The program with a web view that ends the whole process when it is to show something."""

import os
import sys

from appliance.cli.main import main
from appliance.window.view import View

View.run = lambda view, started: os.abort()  # type: ignore[assignment, method-assign]
sys.exit(main())
