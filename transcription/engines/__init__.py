"""Speech recognition behind one small interface. Import from `registry` and `base`; engine modules load on demand.

The Hugging Face hub is switched off here, before any library can read the switch: faster-whisper asks the hub for
a tokenizer when `tokenizer.json` is missing beside the model, even with `local_files_only`. Only `fetch_model`
turns it on again, for itself.
"""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
