package app.sotto.android

import android.content.Context
import android.graphics.*
import android.os.Build
import android.view.*
import android.view.ViewGroup.LayoutParams.*
import android.widget.*

/** What a window holds: the screen, above it notices and sheets, around it secure mode's amber frame. */
class Frame(context: Context, private val uncovered: () -> Unit) : FrameLayout(context) {
    private val paint = Paint().apply { style = Paint.Style.STROKE }
    private var framed = false
    private var notice: View? = null
    private var sheet: View? = null
    private var left: () -> Unit = { }
    private val hush = Runnable { clearNotice() }

    init {
        setWillNotDraw(false)
        setOnApplyWindowInsetsListener { view, insets ->
            if (Build.VERSION.SDK_INT >= 30) {
                val kinds = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
                with(insets.getInsets(kinds)) { view.setPadding(left, top, right, bottom) }
            } else {
                @Suppress("DEPRECATION")
                with(insets) { view.setPadding(systemWindowInsetLeft, systemWindowInsetTop, systemWindowInsetRight, systemWindowInsetBottom) }
            }
            insets
        }
    }

    fun show(screen: View, kit: Kit, secure: Boolean) {
        removeAllViews()
        sheet = null
        framed = secure
        setBackgroundColor(kit.palette.ground)
        paint.color = kit.palette.accent
        paint.strokeWidth = kit.dp(3).toFloat()
        addView(screen, MATCH_PARENT, MATCH_PARENT)
        // what was told is told for its time, on whatever screen
        notice?.let(::addView)
    }

    override fun dispatchDraw(canvas: Canvas) {
        super.dispatchDraw(canvas)
        if (!framed) return
        val half = paint.strokeWidth / 2
        canvas.drawRect(half, half, width - half, height - half, paint)
    }

    /** A sentence at the bottom, for a while; a screen reader says it. */
    fun tell(words: String, kit: Kit) {
        clearNotice()
        val view = kit.text(words).apply {
            setTextColor(kit.palette.ground)
            background = kit.round(kit.palette.text, 12)
            setPadding(kit.dp(16), kit.dp(12), kit.dp(16), kit.dp(12))
            accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
            setOnClickListener { clearNotice() }
        }
        addView(view, LayoutParams(MATCH_PARENT, WRAP_CONTENT, Gravity.BOTTOM).apply { setMargins(kit.dp(16), kit.dp(16), kit.dp(16), kit.dp(24)) })
        notice = view
        postDelayed(hush, 2_000L + 70L * words.length)
    }

    /** A sheet lies above the screen. */
    val covered: Boolean get() = sheet != null

    /** A sheet at the bottom that wants an answer, or is `left`; drawn in this window, so that what a lever does holds for it. */
    fun ask(kit: Kit, left: () -> Unit, fill: LinearLayout.() -> Unit) {
        closeSheet()
        this.left = left
        val card = kit.column(12, fill).apply {
            background = kit.round(kit.palette.surface, 24)
            setPadding(kit.dp(24), kit.dp(24), kit.dp(24), kit.dp(24))
            isClickable = true
        }
        val shade = FrameLayout(context).apply {
            setBackgroundColor(0x99000000.toInt())
            setOnClickListener { closeSheet() }
            contentDescription = ""
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            addView(Centred(context, kit.dp(560)).apply { addView(card) }, LayoutParams(MATCH_PARENT, WRAP_CONTENT, Gravity.BOTTOM))
        }
        addView(shade, MATCH_PARENT, MATCH_PARENT)
        sheet = shade
        // a screen reader reads the sheet, not what lies under it
        getChildAt(0)?.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
        if (Build.VERSION.SDK_INT >= 28) card.accessibilityPaneTitle = " "
    }

    /** Whether there was one. What was `chosen` on it; else the person left it. */
    fun closeSheet(chosen: () -> Unit = left): Boolean {
        val open = sheet ?: return false
        removeView(open)
        sheet = null
        getChildAt(0)?.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_AUTO
        uncovered()
        chosen()
        return true
    }

    private fun clearNotice() {
        removeCallbacks(hush)
        notice?.let(::removeView)
        notice = null
    }
}
