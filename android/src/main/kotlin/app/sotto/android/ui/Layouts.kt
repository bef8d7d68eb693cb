package app.sotto.android

import android.animation.*
import android.content.Context
import android.graphics.*
import android.view.*
import android.widget.FrameLayout

/** Centres its one child, which grows no wider than a limit: tablets and split screens. */
class Centred(context: Context, private val widest: Int) : FrameLayout(context) {
    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        val side = ((width - widest) / 2).coerceAtLeast(0)
        setPadding(side, 0, side, 0)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }
}

/** As tall as its child, but no more than half of what there is. */
class Bounded(context: Context, child: View) : FrameLayout(context) {
    init {
        addView(child, LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT)
    }

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val most = MeasureSpec.getSize(heightMeasureSpec).takeIf { it > 0 } ?: resources.displayMetrics.heightPixels
        super.onMeasure(widthMeasureSpec, MeasureSpec.makeMeasureSpec(most / 2, MeasureSpec.AT_MOST))
    }
}

/** Sets its children side by side, and goes on below where they do not fit: large letters, small windows. */
class Flow(context: Context, private val gap: Int, private val centred: Boolean = false) : ViewGroup(context) {
    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        val inner = width - paddingLeft - paddingRight
        measureChildren(MeasureSpec.makeMeasureSpec(width, MeasureSpec.AT_MOST), MeasureSpec.UNSPECIFIED)
        val lines = lines(inner)
        val height = lines.sumOf { line -> line.maxOf { it.measuredHeight } } + gap * (lines.size - 1).coerceAtLeast(0)
        setMeasuredDimension(width, height + paddingTop + paddingBottom)
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        val width = right - left
        val inner = width - paddingLeft - paddingRight
        var y = paddingTop
        for (line in lines(inner)) {
            val tall = line.maxOf { it.measuredHeight }
            val taken = line.sumOf { it.measuredWidth } + gap * (line.size - 1)
            var x = paddingStart + if (centred) (inner - taken) / 2 else 0
            for (child in line) {
                val start = if (layoutDirection == LAYOUT_DIRECTION_RTL) width - x - child.measuredWidth else x
                val above = y + (tall - child.measuredHeight) / 2
                child.layout(start, above, start + child.measuredWidth, above + child.measuredHeight)
                x += child.measuredWidth + gap
            }
            y += tall + gap
        }
    }

    private fun lines(width: Int): List<List<View>> {
        val lines = mutableListOf(mutableListOf<View>())
        for (child in (0 until childCount).map(::getChildAt)) {
            val taken = lines.last().sumOf { it.measuredWidth + gap }
            if (taken > 0 && taken + child.measuredWidth > width) lines += mutableListOf<View>()
            lines.last() += child
        }
        return lines.filter { it.isNotEmpty() }
    }
}

/** Motion, where it explains a change; none where the person has turned animations off. */
fun View.pulse() {
    if (ValueAnimator.areAnimatorsEnabled()) AnimatorInflater.loadAnimator(context, R.animator.pulse).apply { setTarget(this@pulse) }.start()
}

private const val LEAST = 60

/** A recording's wave form: its loudest sample of each 100 ms. It says nothing that is not said beside it. */
class Wave(context: Context, private val peaks: ByteArray, private val colour: Int, private val quiet: Int) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { strokeCap = Paint.Cap.ROUND }

    override fun onDraw(canvas: Canvas) {
        val all = LEAST.coerceAtLeast(peaks.size)
        val step = width / all.toFloat()
        paint.strokeWidth = step * 0.6f
        for (index in 0 until all) {
            val peak = peaks.getOrNull(index)?.let { (it.toInt() and 0xFF) / 255f }
            val tall = (peak ?: 0f) * height / 2 * 0.9f + 1
            paint.color = if (peak == null) quiet else colour
            val x = (index + 0.5f) * step
            canvas.drawLine(x, height / 2f - tall, x, height / 2f + tall, paint)
        }
    }
}
