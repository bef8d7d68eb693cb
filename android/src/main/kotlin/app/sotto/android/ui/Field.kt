package app.sotto.android

import android.content.Context
import android.view.*
import android.widget.*
import app.sotto.Operation

/** Whether this of a text's menu, key or keyboard takes something out of the app, while that is forbidden. Pasting does not. */
private fun View.refuses(id: Int): Boolean =
    id != android.R.id.paste && id != android.R.id.pasteAsPlainText && context.sotto.levers.holds(Operation.CLIPBOARD)

/** The menu over a text is a window that no lever reaches: while copying is forbidden there is none. */
private class Menus(private val of: View) : ActionMode.Callback {
    override fun onCreateActionMode(mode: ActionMode, menu: Menu): Boolean = !of.refuses(0)
    override fun onPrepareActionMode(mode: ActionMode, menu: Menu): Boolean = false
    override fun onActionItemClicked(mode: ActionMode, item: MenuItem): Boolean = false
    override fun onDestroyActionMode(mode: ActionMode) = Unit
}

/** A field to write in. */
class Field(context: Context) : EditText(context, null, 0, R.style.Field) {
    init {
        customSelectionActionModeCallback = Menus(this)
        customInsertionActionModeCallback = Menus(this)
    }

    override fun onTextContextMenuItem(id: Int): Boolean = !refuses(id) && super.onTextContextMenuItem(id)
    override fun performLongClick(): Boolean = refuses(0) || super.performLongClick()
}

/** A text that the person may select. */
class Selectable(context: Context, style: Style) : TextView(context, null, 0, style.look) {
    init {
        setTextIsSelectable(true)
        customSelectionActionModeCallback = Menus(this)
    }

    override fun onTextContextMenuItem(id: Int): Boolean = !refuses(id) && super.onTextContextMenuItem(id)
    override fun performLongClick(): Boolean = refuses(0) || super.performLongClick()
}
