"""Implementations of the commands, run in the process that has the database open."""

from kairanban.operations.commands.association import cards, confirm, keeper, roster_export, roster_import
from kairanban.operations.commands.interface import Arguments, Command, Done
from kairanban.operations.commands.places import (
    invite,
    place_add,
    place_close,
    place_list,
    place_move,
    place_rename,
)
from kairanban.operations.commands.recover import recover
from kairanban.operations.commands.retention import retention

__all__ = ["COMMANDS", "Arguments", "Done"]

COMMANDS: dict[str, Command] = {
    "retention": retention,
    "invite": invite,
    "place_add": place_add,
    "place_close": place_close,
    "place_list": place_list,
    "place_move": place_move,
    "place_rename": place_rename,
    "keeper": keeper,
    "recover": recover,
    "confirm": confirm,
    "cards": cards,
    "roster_import": roster_import,
    "roster_export": roster_export,
}
