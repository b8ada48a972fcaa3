"""An S3-compatible server in one process: OpenStack Swift's proxy, account, container and object servers with s3api.

Run as `python swift_server.py FOLDER KEY SECRET`; prints its port when it listens. Signatures, ranges and multipart
uploads are the real thing. Everything lies in FOLDER.
"""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402  patched before anything else is imported, as eventlet asks
from pathlib import Path  # noqa: E402

from eventlet import wsgi  # noqa: E402
from swift.common import storage_policy, utils  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

STORES = ("account", "container", "object")
STORE = """
[DEFAULT]
devices = {folder}/disks
swift_dir = {folder}
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
workers = 0
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
auto_create_account_prefix = .
"""
PROXY = """
[DEFAULT]
swift_dir = {folder}
workers = 0
[pipeline:main]
pipeline = catch_errors listing_formats s3api tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""
POLICY = """
[swift-hash]
swift_hash_path_suffix = tests
swift_hash_path_prefix = tests
[storage-policy:0]
name = only
default = yes
"""


def listen() -> eventlet.greenio.GreenSocket:
    return eventlet.listen(("127.0.0.1", 0))


def write_ring(folder: Path, name: str, port: int) -> None:
    builder = RingBuilder(1, 1, 0)
    address = {"ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port}
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "disk", "meta": "", **address})
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


def write_config(folder: Path, name: str, text: str) -> str:
    file = folder / f"{name}.conf"
    file.write_text(text)
    return str(file)


def serve(folder: Path, key: str, secret: str) -> None:
    (folder / "disks" / "disk").mkdir(parents=True)
    write_config(folder, "swift", POLICY)
    utils.set_swift_dir(str(folder))
    utils.validate_hash_conf()
    storage_policy.reload_storage_policies()
    sockets = {name: listen() for name in STORES}
    for name, socket in sockets.items():
        write_ring(folder, name, socket.getsockname()[1])
    for name, socket in sockets.items():
        app = loadapp(write_config(folder, f"{name}-server", STORE.format(folder=folder, name=name)))
        eventlet.spawn(wsgi.server, socket, app, log_output=False)
    account, _, user = key.partition(":")
    proxy = PROXY.format(folder=folder, account=account, user=user, secret=secret)
    app = loadapp(write_config(folder, "proxy-server", proxy))
    front = listen()
    print(front.getsockname()[1], flush=True)
    wsgi.server(front, app, log_output=False)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
