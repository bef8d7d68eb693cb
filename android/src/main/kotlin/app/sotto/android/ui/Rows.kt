package app.sotto.android

import android.content.Context
import android.view.*
import android.widget.*

/** A list of any length: only what is seen is drawn, and a list that did not change keeps its place. */
class Rows(private val kit: Kit, private val fromBelow: Boolean = false) : ListView(kit.context) {
    private var items: List<Any> = emptyList()
    private var draw: (Any) -> View = { it as View }
    private var above: (() -> Unit)? = null
    private val all = object : BaseAdapter() {
        override fun getCount() = items.size
        override fun getItem(position: Int) = items[position]
        override fun getItemId(position: Int) = position.toLong()

        // what a row is differs: each is built when it comes into sight
        override fun getView(position: Int, old: View?, parent: ViewGroup?): View = draw(items[position])
        override fun isEnabled(position: Int) = false
    }

    /** What stands above the first row and scrolls with it. */
    val head = Slot(kit.context, gap = kit.dp(8))

    init {
        divider = null
        itemsCanFocus = true
        isVerticalScrollBarEnabled = false
        clipToPadding = false
        setPadding(kit.dp(16), kit.dp(8), kit.dp(16), kit.dp(16))
        isStackFromBottom = fromBelow
        transcriptMode = if (fromBelow) TRANSCRIPT_MODE_NORMAL else TRANSCRIPT_MODE_DISABLED
        addHeaderView(kit.column { add(head) }, null, false)
        adapter = all
        setOnScrollChangeListener { _, _, _, _, _ -> if (firstVisiblePosition == 0 && childCount < count) above?.invoke() }
    }

    /** `above`: there is more above the first, and how it is brought. */
    @Suppress("UNCHECKED_CAST")
    fun <T : Any> show(now: List<T>, above: (() -> Unit)? = null, draw: (T) -> View) {
        this.above = above
        if (now == items) return
        val added = now.size - items.size
        // older ones came above: what is looked at stays where it is
        val older = items.isNotEmpty() && added > 0 && now.last() == items.last()
        val place = firstVisiblePosition + added
        val top = getChildAt(0)?.top ?: 0
        items = now
        this.draw = draw as (Any) -> View
        all.notifyDataSetChanged()
        if (fromBelow && older) setSelectionFromTop(place, top)
    }
}

/**
 * A part of a screen that shows one value. It is built anew only when the value differs, so that a screen may be bound
 * after every event without losing focus, scrolling or a screen reader's place.
 */
class Slot(context: Context, orientation: Int = VERTICAL, gap: Int = 0) : LinearLayout(context) {
    private var shown: Any? = this

    init {
        this.orientation = orientation
        visibility = GONE
        spaced(gap)
    }

    fun <T> show(value: T, fill: LinearLayout.(T) -> Unit) {
        if (value == shown) return
        shown = value
        removeAllViews()
        fill(value)
        visibility = if (childCount == 0) GONE else VISIBLE
    }
}
