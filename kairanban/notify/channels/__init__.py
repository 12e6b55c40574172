"""The notification channels. To add one see docs/channels.md."""

from kairanban.notify.channels import mail, push
from kairanban.notify.channels.interface import Writer

WRITERS: dict[str, Writer] = {"push": push.write, "mail": mail.write}
