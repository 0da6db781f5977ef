"""Write deploy/kubernetes/nginx.yaml: the shipped nginx.conf as pods need it (a test holds it)."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "deploy" / "nginx" / "matinee.conf"
TARGET = ROOT / "deploy" / "kubernetes" / "nginx.yaml"

HEAD = """\
# Made of deploy/nginx/matinee.conf by `python .ci/nginx_in_pods.py`; mend that one. What differs:
# it listens on 8080 (as no root), writes its log to the pod's, and believes the ingress of who a
# client is. Narrow `set_real_ip_from` to the addresses of your ingress.
apiVersion: v1
kind: ConfigMap
metadata:
  name: matinee-nginx
data:
"""
FRAME = """\
worker_processes 2;
worker_rlimit_nofile 65536;
pid /tmp/nginx.pid;
error_log stderr;
events { worker_connections 8192; }
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path /tmp/body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;
    include /etc/matinee/matinee.conf;
}
"""
CHANGES = (
    (r"^    listen 80 default_server;\n    listen \[::\]:80 default_server;",
     "    listen 8080 default_server;"),
    (r"/var/log/nginx/access\.log matinee buffer=64k flush=5s", "/dev/stdout matinee"),
    (r"^# (set_real_ip_from 10\.0\.0\.0/8;)", r"\1"),
    (r"^# (real_ip_header X-Forwarded-For;)", r"\1"),
    (r"^# (real_ip_recursive on;)", r"\1"),
    (r"^    # (https https;)", r"    \1"),
)  # fmt: skip


def behind_another(text: str) -> str:
    """Return the shipped configuration for a pod. Raises ValueError where it has changed so that
    this does not know its way any more."""
    for what, by in CHANGES:
        text, count = re.subn(what, by, text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{what} is {count} times in {SHIPPED}")
    return re.sub(r"^ *#tls .*\n", "", text, flags=re.MULTILINE)


def written() -> str:
    """Return the ConfigMap."""
    parts = [HEAD]
    for name, text in (
        ("nginx.conf", FRAME),
        ("matinee.conf", behind_another(SHIPPED.read_text())),
    ):
        lines = (f"    {line}".rstrip() for line in text.splitlines())
        parts.append(f"  {name}: |\n" + "\n".join(lines) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(written())
    print(TARGET.relative_to(ROOT), file=sys.stderr)
