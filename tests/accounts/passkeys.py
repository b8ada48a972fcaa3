"""A passkey in software: what a phone would answer, made with the same library the server reads it with."""

import hashlib
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "testserver"
FLAG = AuthenticatorData.FLAG


@dataclass
class Passkey:
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a-passkey-of-the-tests"
    user_handle: str = ""
    origin: str = f"https://{HOST}"

    def register(self, options: dict) -> str:
        """The answer to creation options, as JSON."""
        public = options["publicKey"]
        self.user_handle = public["user"]["id"]
        credential = AttestedCredentialData.create(
            bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(self._host_hash(), FLAG.UP | FLAG.UV | FLAG.AT, 0, credential)
        answer = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", public["challenge"])),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(answer, clientExtensionResults={"credProps": {"rk": True}})

    def sign_in(self, options: dict) -> str:
        """The answer to request options, as JSON."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = AuthenticatorData.create(self._host_hash(), FLAG.UP | FLAG.UV, 1)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.user_handle,
        }
        return self._answer(answer, clientExtensionResults={})

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _host_hash(self) -> bytes:
        return hashlib.sha256(HOST.encode()).digest()

    def _answer(self, response: dict, **more: object) -> str:
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, **more})
