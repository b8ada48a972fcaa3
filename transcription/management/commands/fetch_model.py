"""Fetch a speech model. The one command whose purpose is the network."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.jobs.service import wake
from transcription.engines.fetching import FETCHERS, CannotFetch, fetch_model


class Command(BaseCommand):
    help = "Fetch a Whisper model (tiny, base, small, medium, large-v3, turbo) and start the recordings that wait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="such as small, or an owner/name of the Hugging Face hub")
        parser.add_argument("--engine", choices=list(FETCHERS), default=settings.WHISPER_ENGINE)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Fetching {options['name']} for {options['engine']}. This can take some minutes.")
        try:
            folder = fetch_model(engine=options["engine"], name=options["name"])
        except CannotFetch as error:
            raise CommandError(str(error)) from error
        woken = wake(kind="transcribe_recording")
        wake(kind="make_safe_copy")  # a finished copy is heard again before anybody may use it
        self.stdout.write(self.style.SUCCESS(f"The model is in {folder}. Recordings started: {woken}."))
