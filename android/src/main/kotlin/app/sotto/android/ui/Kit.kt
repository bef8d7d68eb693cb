package app.sotto.android

import android.content.Context
import android.content.res.ColorStateList
import android.graphics.drawable.*
import android.text.*
import android.view.*
import android.view.ViewGroup.LayoutParams.*
import android.widget.*
import app.sotto.*

/** What screens are made of: texts, rows and fields in one look, on a grid of 8 points. Buttons are in Buttons.kt. */
class Kit(val context: Context, val palette: Palette) {
    fun dp(points: Int): Int = (points * context.resources.displayMetrics.density + 0.5f).toInt()

    fun text(words: String, style: Style = Style.BODY): TextView = TextView(context, null, 0, style.look).said(words, style)

    /** The same, where it may be selected. */
    fun selectable(words: String, style: Style = Style.BODY): TextView = Selectable(context, style).said(words, style)

    private fun TextView.said(words: String, style: Style) = apply {
        text = words
        setTextColor(if (style.quiet) palette.quiet else palette.text)
    }

    fun text(text: Text, style: Style = Style.BODY): TextView = text(text.words, style)
    fun column(gap: Int = 0, fill: LinearLayout.() -> Unit): LinearLayout = line(LinearLayout.VERTICAL, gap, fill)

    fun row(gap: Int = 8, fill: LinearLayout.() -> Unit): LinearLayout = line(LinearLayout.HORIZONTAL, gap, fill).apply {
        gravity = Gravity.CENTER_VERTICAL
    }

    private fun line(orientation: Int, gap: Int, fill: LinearLayout.() -> Unit) = LinearLayout(context).apply {
        this.orientation = orientation
        spaced(dp(gap))
        fill()
    }

    /** Sentences one below the other. */
    fun LinearLayout.all(words: List<Text>, style: Style = Style.BODY, before: String = "") =
        words.forEach { add(text(before + it.words, style)) }

    /** A group on a surface of its own. */
    fun card(fill: LinearLayout.() -> Unit): LinearLayout = column(8, fill).apply {
        background = round(palette.surface, 16)
        setPadding(dp(16), dp(16), dp(16), dp(16))
    }

    /** What this phone forbids if the person says yes. */
    fun promise(will: Text, forbids: List<Text>): LinearLayout = card {
        add(text(will, Style.STRONG))
        all(forbids, before = "· ")
    }

    /** A part that tells something before everything else on the screen; a screen reader says it at once. */
    fun banner(words: List<String>, loud: Boolean): LinearLayout = column(4) {
        background = round(if (loud) palette.alarm else palette.soft, 16)
        setPadding(dp(16), dp(12), dp(16), dp(12))
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
        words.forEachIndexed { index, sentence ->
            add(text(sentence, if (index == 0) Style.STRONG else Style.BODY).apply {
                setTextColor(if (loud) palette.ground else palette.onSoft)
            })
        }
    }

    /** A screen's body: it scrolls, and is no wider than is comfortable to read. */
    fun scrolling(body: View): View = ScrollView(context).apply {
        isFillViewport = true
        clipToPadding = false
        addView(Centred(context, dp(640)).apply { addView(body) }, MATCH_PARENT, WRAP_CONTENT)
    }

    /** A picture that says nothing that is not said beside it. */
    fun icon(resource: Int, colour: Int = palette.quiet, size: Int = 24): ImageView = ImageView(context).apply {
        setImageResource(resource)
        imageTintList = ColorStateList.valueOf(colour)
        layoutParams = LinearLayout.LayoutParams(dp(size), dp(size)).apply { gravity = Gravity.CENTER }
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    fun eyeglasses(view: Eyeglasses, size: Int = 28): ImageView = icon(drawing(view.look), palette.accent, size).apply {
        contentDescription = view.label.words
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_YES
        if (view.look == Look.PULSING) pulse()
    }

    /** The product's mark in each of its states; its shape tells them apart without its colour. */
    fun drawing(look: Look): Int = when (look) {
        Look.OUTLINE -> R.drawable.eyeglasses
        Look.PULSING -> R.drawable.eyeglasses_pulsing
        Look.FILLED -> R.drawable.eyeglasses_filled
        Look.SLASHED -> R.drawable.eyeglasses_slashed
    }

    /** A field to write in, and what happens whenever its text changes. */
    fun field(hint: String, name: Int, lines: Int = 1, changed: () -> Unit = { }): EditText = Field(context).apply {
        id = name
        this.hint = hint
        setTextColor(palette.text)
        setHintTextColor(palette.quiet)
        background = round(palette.surface, 24)
        setPadding(dp(16), dp(12), dp(16), dp(12))
        maxLines = lines
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES or
            (if (lines > 1) InputType.TYPE_TEXT_FLAG_MULTI_LINE else 0)
        addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(text: Editable?) = changed()
        })
    }

    fun line(): View = View(context).apply {
        setBackgroundColor(palette.line)
        layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, dp(1))
    }

    fun round(colour: Int, radius: Int): GradientDrawable = GradientDrawable().apply {
        setColor(colour)
        cornerRadius = dp(radius).toFloat()
    }

    fun ripple(colour: Int, radius: Int, inset: Int = 0): Drawable {
        val shape = round(colour, radius)
        val mask = round(palette.text, radius)
        val drawable = RippleDrawable(ColorStateList.valueOf((palette.accent and 0xFFFFFF) or 0x33000000), shape, mask)
        return if (inset == 0) drawable else InsetDrawable(drawable, 0, dp(inset), 0, dp(inset))
    }
}

/** How words look. */
enum class Style(val look: Int, val quiet: Boolean = false) {
    BIG(R.style.Big),
    TITLE(R.style.Title),
    HEAD(R.style.Head, quiet = true),
    BODY(R.style.Body),
    STRONG(R.style.Strong),
    SMALL(R.style.Small, quiet = true),
}

/** Leaves so much between its parts. */
fun LinearLayout.spaced(gap: Int) {
    if (gap == 0) return
    showDividers = LinearLayout.SHOW_DIVIDER_MIDDLE
    dividerDrawable = GradientDrawable().apply { setSize(gap, gap) }
}

/** In the middle of its line. */
fun TextView.centred() = apply { textAlignment = View.TEXT_ALIGNMENT_CENTER }

/** Adds a view; one without a size of its own takes the width. */
fun ViewGroup.add(view: View, weight: Float = 0f) {
    val own = view.layoutParams
    val params = when {
        this !is LinearLayout -> own ?: ViewGroup.LayoutParams(MATCH_PARENT, WRAP_CONTENT)
        weight > 0 && orientation == LinearLayout.HORIZONTAL -> LinearLayout.LayoutParams(0, WRAP_CONTENT, weight)
        weight > 0 -> LinearLayout.LayoutParams(MATCH_PARENT, 0, weight)
        own != null -> own
        orientation == LinearLayout.HORIZONTAL -> LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
        else -> LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)
    }
    addView(view, params)
}
