"""The keys of the matrix. Several share a key; which one acts depends on whether one carries."""

from __future__ import annotations

from textual.binding import Binding

from sessions.matrix import cell_of_digit

KEYS = [
    Binding("up,k", "step(-1, 0)", "walk", id="matrix.up", key_display="↑↓←→",
            tooltip="To the next item or cell; while carrying, a level more or less"),
    Binding("down,j", "step(1, 0)", "down", id="matrix.down", show=False,
            tooltip="Down; while carrying, one level less benefit"),
    Binding("left,h", "step(0, -1)", "left", id="matrix.left", show=False,
            tooltip="Left; while carrying, one level less investment"),
    Binding("right,l", "step(0, 1)", "right", id="matrix.right", show=False,
            tooltip="Right; while carrying, one level more investment"),
    Binding("home,g", "first", "first", id="matrix.first", show=False,
            tooltip="The first activity of the matrix"),
    Binding("end,G", "last", "last", id="matrix.last", show=False,
            tooltip="The last activity of the matrix"),
    Binding("m,enter", "take", "move", id="matrix.take",
            tooltip="Take the activity, to carry it with the arrows"),
    Binding("enter,m", "drop", "drop here", id="matrix.drop", key_display="Enter",
            tooltip="Leave the carried activity in this cell"),
    Binding("escape", "put_back", "put back", id="matrix.put_back",
            tooltip="Put the carried activity back where it was"),
    Binding("1", "send(1)", "send to cell", id="matrix.send_1", key_display="1-9",
            tooltip="Send to the cell that lies where the key lies on a keypad: 1 is low / low"),
    *(
        Binding(str(digit), f"send({digit})", f"send to {cell_of_digit(digit).words}",
                id=f"matrix.send_{digit}", show=False,
                tooltip=f"Benefit / investment becomes {cell_of_digit(digit).words}")
        for digit in range(2, 10)
    ),
    Binding("r,f2", "rate", "rate", id="matrix.rate", tooltip="Open the rating"),
    Binding("exclamation_mark", "unrated", "unrated", id="matrix.unrated",
            tooltip="The next activity that is not yet rated"),
]  # fmt: skip
