package app.sotto.android

import android.view.*
import android.widget.EditText
import android.widget.TextView

/** Whether texts of a window can be selected and copied: the menu for it is a window that no lever reaches. */
object Selection {
    private val nothing = object : ActionMode.Callback {
        override fun onCreateActionMode(mode: ActionMode, menu: Menu): Boolean = false
        override fun onPrepareActionMode(mode: ActionMode, menu: Menu): Boolean = false
        override fun onActionItemClicked(mode: ActionMode, item: MenuItem): Boolean = true
        override fun onDestroyActionMode(mode: ActionMode) = Unit
    }

    fun set(view: View, on: Boolean) {
        if (view is EditText) {
            view.customSelectionActionModeCallback = if (on) null else nothing
            view.customInsertionActionModeCallback = if (on) null else nothing
            view.isLongClickable = on
        } else if (view is TextView && view.isTextSelectable) {
            view.setTextIsSelectable(on)
        }
        if (view is ViewGroup) for (index in 0 until view.childCount) set(view.getChildAt(index), on)
    }
}
