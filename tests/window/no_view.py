"""The program on a system that has no web view: the module that brings one cannot be imported."""

import sys

from appliance.cli.main import main

sys.modules["webview"] = None  # type: ignore[assignment]
sys.exit(main())
