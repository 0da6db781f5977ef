"""OpenStack Swift with its S3 interface, whole and in one process, for as long as stdin is open.

`python swift_s3.py <folder>` prints the port it answers on. It has two users of one account, who
may do everything (`test:writer` / `writing`) and read only (`test:reader` / `reading`).
"""

import sys

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
from pathlib import Path  # noqa: E402

from eventlet import wsgi  # noqa: E402
from swift.common import storage_policy, utils  # noqa: E402
from swift.common.ring import RingData  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

PROXY = """
[DEFAULT]
swift_dir = {folder}
user = root
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth slo dlo proxy-server
[app:proxy-server]
cors_allow_origin = *
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
node_timeout = 30
conn_timeout = 10
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
error_suppression_limit = 1000000000
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
allow_async_delete = false
[filter:dlo]
use = egg:swift#dlo
[filter:tempauth]
use = egg:swift#tempauth
user_test_writer = writing .admin
user_test_reader = reading
[filter:s3api]
use = egg:swift#s3api
s3_acl = true
check_bucket_owner = false
cors_preflight_allow_origin = *
"""


class _Silent:
    def write(self, _text: str) -> None:
        """Say nothing."""

    def flush(self) -> None:
        """Do nothing."""


def _serve(app: object) -> int:
    listening = eventlet.listen(("127.0.0.1", 0))
    eventlet.spawn(wsgi.server, listening, app, log=_Silent(), debug=False)
    return listening.getsockname()[1]


def main() -> None:
    """Run until stdin ends."""
    folder = Path(sys.argv[1])
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = of-tests\n")
    utils.set_swift_dir(str(folder))
    utils.validate_hash_conf()
    storage_policy.reload_storage_policies()
    (folder / "devices" / "one").mkdir(parents=True)
    common = {
        "devices": str(folder / "devices"), "mount_check": "false", "swift_dir": str(folder),
        "recon_cache_path": str(folder), "log_level": "CRITICAL", "fallocate_reserve": "0",
        "disable_fallocate": "true",
    }  # fmt: skip
    from swift.account.server import AccountController
    from swift.container.server import ContainerController
    from swift.obj.server import ObjectController

    for name, kind in (
        ("account", AccountController), ("container", ContainerController),
        ("object", ObjectController),
    ):  # fmt: skip
        port = _serve(kind(common))
        device = {
            "id": 0, "zone": 0, "region": 1, "device": "one", "ip": "127.0.0.1", "port": port,
            "replication_ip": "127.0.0.1", "replication_port": port, "weight": 1.0,
        }  # fmt: skip
        RingData([[0]], [device], 32).save(str(folder / f"{name}.ring.gz"))
    (folder / "proxy.conf").write_text(PROXY.format(folder=folder))
    print(_serve(loadapp(str(folder / "proxy.conf"))), flush=True)
    eventlet.tpool.execute(sys.stdin.read)
    os._exit(0)


if __name__ == "__main__":
    main()
