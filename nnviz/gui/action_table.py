"""The one table of actions: menus, tool bar, search and the F1 sheet are made from it.

A row is: id | text | keys | icon | what it does. A ``+`` before the id makes it checkable, a ``>``
a submenu that is filled elsewhere; ``-`` is a separator; a block is a menu.
"""

from __future__ import annotations

from dataclasses import dataclass

_TABLE = """
&File
file.new | &New network… | Ctrl+N | file-plus | Make a network by its layer sizes
file.open | &Open… | Ctrl+O | folder-open | Open an .nnviz file
>file.examples | Open e&xample | | book-open |
>file.recent | Open &recent | | |
file.import | &Import data… | Ctrl+I | database | Read a CSV file and train on it
-
file.save | &Save | Ctrl+S | save | Save the document
file.save_as | Save &as… | Ctrl+Shift+S | | Save under another name
-
file.export | &Export picture… | Ctrl+E | image-down | Save the diagram as PNG, SVG or PDF
file.copy | &Copy picture | Ctrl+Shift+C | | Copy the diagram to the clipboard
-
file.quit | &Quit | Ctrl+Q | | Close nnviz

&Edit
edit.undo | &Undo | Ctrl+Z | undo-2 | Take back the last change
edit.redo | &Redo | Ctrl+Shift+Z | redo-2 | Do again what was taken back
-
edit.copy_latex | Copy equations as &LaTeX | Ctrl+Shift+L | copy | Copy what is told, for LaTeX
edit.copy_mathml | Copy equations as &MathML | | | For word processors and web pages
edit.copy_svg | Copy equations as &SVG | | | As a picture
edit.copy_text | Copy equations as plain &text | | | As lines of text
-
values.select_all | Select &all | Ctrl+A | | All weights of the layer; again, of the network
values.edit | &Edit value… | Ctrl+F2 | | Type the value of what is selected
values.zero | Set to &zero | Ctrl+Backspace | | Set what is selected to zero
values.randomise | Ra&ndomise selected | | | Draw the selected weights anew
values.reset | Reset selected to &initial | | rotate-ccw | As they were before any training
values.freeze | &Freeze | Ctrl+F | snowflake | Let the selected weights keep their values
values.copy | Copy &value | Ctrl+C | copy | Copy what is selected, every digit
-
edit.preferences | &Preferences… | Ctrl+, | settings-2 | Choose digits, theme, motion and memory

&Network
network.randomise | New &weights | Ctrl+Shift+W | dices | Draw new initial weights
network.initial | &Initial weights | Ctrl+Shift+I | rotate-ccw | Go back to before any training
-
network.add_neuron | Add ne&uron | Ctrl+Shift+N | plus | Add a neuron to the selected layer
network.add_layer | Add la&yer | Ctrl+Shift+H | | Add a hidden layer after the selected one
network.remove | &Remove neuron or layer | Ctrl+Del | minus | Remove or delete what is selected
network.select_layer | &Select layer | Ctrl+L | | Select the layer of what is selected
network.earlier | Move &earlier | Alt+Shift+Left | | Move what is selected one place ahead
network.later | Move &later | Alt+Shift+Right | | Move what is selected one place back
network.rename | Rena&me… | Shift+F2 | | Name the selected layer, input or output
-
network.table | Weights as &table… | Ctrl+T | grid-3x3 | See a layer's weights as map and table
-
network.previous_sample | &Previous sample | Alt+Up | chevron-left | Show the sample before
network.next_sample | &Next sample | Alt+Down | chevron-right | Show the next sample

&Run
run.play | &Play or pause | Ctrl+R | play | Play the pass step by step; in training, train
run.first | &First step | Ctrl+Home | skip-back | To the first step; in training, the first epoch
run.previous | P&revious step | Ctrl+Left | step-back | Go one step back; in training, one batch
run.next | &Next step | Ctrl+Right | step-forward | Go one step on; in training, one batch
run.last | &Last step | Ctrl+End | skip-forward | To the last step; in training, the newest epoch
run.faster | F&aster | Ctrl+] | gauge | Play or train faster
run.slower | Slo&wer | Ctrl+[ | | Play or train slower
run.leave | Show the network at re&st | Ctrl+0 | | Leave the steps of the pass
-
+run.forward | F&orward | Ctrl+1 | | Follow the sample through the network
+run.backward | &Backward | Ctrl+2 | | Follow the error back to each weight
+run.update | &Update | Ctrl+3 | | See what one update makes of the weights
+run.train | &Train | Ctrl+4 | | Train the network on its data
-
run.sample | Train one sa&mple | Ctrl+Shift+1 | | Update once on the sample shown
run.batch | Train one batc&h | Ctrl+Shift+2 | | Update once on the next minibatch
run.epoch | Train one &epoch | Ctrl+Shift+3 | | Go once through all training data
run.run | Train to the en&d | Ctrl+Shift+4 | | Train for the chosen number of epochs
run.continue | &Continue from here | Ctrl+Shift+R | | Train on from the epoch shown, as a branch
run.newest | Bac&k to the newest epoch | Ctrl+Shift+End | | Show the network as it is now
run.first_epoch | F&irst recorded epoch | Ctrl+Shift+Home | | Show where the recording begins
run.stop | Stop trainin&g | Ctrl+. | | End the training under way and keep what it reached

&Pass
+run.over_sample | Steps of the &sample shown | Alt+1 | | Follow the sample shown, step by step
+run.over_batch | Steps of the next &batch | Alt+2 | | Follow the next minibatch and its means
+run.over_epoch | Steps of an &epoch | Alt+3 | | Follow every minibatch of the epoch and its update
-
run.into_previous | Into the pre&vious sample | Alt+Left | | Go into the sample before this one
run.into_next | Into the ne&xt sample | Alt+Right | | Go into the sample after this one
run.into_whole | Back to the &whole batch | Alt+Home | | Show the means of the minibatch again
-
+run.by_pass | One step per &chapter | Alt+Shift+1 | | Tell each chapter in one step
+run.by_layer | One step per &layer | Alt+Shift+2 | | Tell each quantity of a layer in one step
+run.by_neuron | One step per &neuron | Alt+Shift+3 | | Tell each quantity of a neuron in one step
+run.by_term | One step per &term | Alt+Shift+4 | | Tell each term of a sum in one step

P&icture
+picture.values | &Values | | | Show weights on the edges and activations in the nodes
+picture.gradients | &Gradients | | | Show how strongly each weight moves the loss
+picture.updates | &Updates | | | Show by how much the next update changes each weight
+picture.frozen | Fro&zen | | snowflake | Light what is frozen and does not train
+picture.maps | &Maps | | grid-3x3 | Show each layer's weights as a map
-
+picture.numbers_auto | Numbers where there is &room | Ctrl+Alt+0 | | Write a layer's if all fit
+picture.numbers_all | &All numbers | Ctrl+Alt+1 | hash | Write as many on the edges as fit
+picture.numbers_selected | Numbers of the &selection only | Ctrl+Alt+2 | scan | Write it alone
+picture.numbers_none | &No numbers | Ctrl+Alt+3 | hash-off | Write no numbers on edges
-
+picture.curved | &Curved edges | Ctrl+Alt+C | | Let edges leave and arrive level
+picture.vertical | From &top to bottom | Ctrl+Alt+V | | Let layers stand one under the other
picture.fold | Unfold or fo&ld the layer | Ctrl+Alt+U | | Show a large layer whole, or its ends only
-
picture.fit | Whole net&work | Ctrl+Alt+Home | | Zoom so that all of the network is seen
picture.zoom_selection | Zoom to s&election | Ctrl+Alt+End | | Zoom so that it is large
picture.zoom_in | Zoom &in | Ctrl++ | plus | See the network larger
picture.zoom_out | Zoom &out | Ctrl+- | minus | See the network smaller

&View
+view.problem | &Problem | F2 | panel-left | Show or hide data, scaling and sample
+view.plots | P&lots | F3 | | Show or hide the plots
+view.inspector | &Inspector | F4 | sliders-horizontal | Show or hide what is selected
view.next_panel | &Next panel | F6 | | Take the keyboard to the next panel
view.previous_panel | Pre&vious panel | Shift+F6 | | Take the keyboard to the panel before
view.reset | &Reset the window | | | Put the panels back where they were at first
-
+view.system | Theme of the s&ystem | | | Follow the system's light or dark
+view.light | Li&ght theme | | | Dark text on light ground
+view.dark | &Dark theme | | | Light text on dark ground
-
+view.full | &Full screen | F11 | maximize | Fill the screen, for the class

&Help
help.search | &Search commands… | Ctrl+K | search | Find any command by its name
help.shortcuts | Shor&tcuts | F1 | info | All commands with their keys
help.about | &About nnviz | | | Version and licences
"""


@dataclass(frozen=True)
class Spec:
    """One row of the table; `kind` is '' for a command, '+' checkable, '>' a submenu."""

    id: str
    text: str
    keys: str
    icon: str
    tip: str
    kind: str = ""


def menus() -> dict[str, list[Spec | None]]:
    """Return the rows of each menu, None for a separator."""
    blocks = (block.splitlines() for block in _TABLE.strip().split("\n\n"))
    return {title: [None if row == "-" else _spec(row) for row in rows] for title, *rows in blocks}


def _spec(line: str) -> Spec:
    name, text, keys, icon, tip = (cell.strip() for cell in line.split("|"))
    kind = name[0] if name[0] in "+>" else ""
    return Spec(name.removeprefix(kind), text, keys, icon, tip, kind)


def plain(text: str) -> str:
    """Return a menu text without its mnemonic and dots."""
    return text.replace("&", "").rstrip("…")
