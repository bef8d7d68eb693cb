package app.sotto.android

import android.app.Activity
import android.graphics.Color
import android.text.TextUtils
import android.view.View
import android.view.WindowManager
import android.widget.EditText
import android.widget.TextView
import org.robolectric.util.ReflectionHelpers

/** Every window of the process, whoever opened it: its view and its flags. */
fun windows(): List<kotlin.Pair<View, WindowManager.LayoutParams>> {
    val global = ReflectionHelpers.callStaticMethod<Any>(Class.forName("android.view.WindowManagerGlobal"), "getInstance")
    val views = ReflectionHelpers.getField<List<View>>(global, "mViews")
    return views.map { it to it.layoutParams as WindowManager.LayoutParams }
}

/** Windows that can be captured. */
fun capturable(): List<View> =
    windows().filter { (_, params) -> params.flags and WindowManager.LayoutParams.FLAG_SECURE == 0 }.map { it.first }

/** What a person who does not see, or does not aim well, cannot use: one sentence a fault. */
fun View.faults(): List<String> = all().filter { it.isShown }.flatMap { view ->
    buildList {
        val hidden = generateSequence(view) { it.parent as? View }
            .any { it.importantForAccessibility == View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS }
        val spoken = view.contentDescription ?: (view as? TextView)?.text?.ifEmpty { (view as? EditText)?.hint ?: "" }
        val name = "${view.javaClass.simpleName} “$spoken”"
        if (view.isClickable && view.importantForAccessibility != View.IMPORTANT_FOR_ACCESSIBILITY_NO && !hidden) {
            val said = !TextUtils.isEmpty(spoken) || view.all().drop(1).any { it is TextView && it.text.isNotEmpty() }
            if (!said) add("$name says nothing")
            val least = (48 * view.resources.displayMetrics.density).toInt() - 1
            // words that can be selected are no button
            val words = view is TextView && view.isTextSelectable && view !is EditText
            if (!words && (view.width < least || view.height < least)) add("$name is ${view.width} × ${view.height}, less than 48 dp")
        }
        if (view is TextView && view.layout != null && view !is EditText) {
            val cut = (0 until view.layout.lineCount).any { view.layout.getEllipsisCount(it) > 0 }
            if (cut && view.maxLines == 1 && view.resources.configuration.fontScale == 1f) add("$name is cut off")
            if (view.layout.height > view.height - view.compoundPaddingTop - view.compoundPaddingBottom + 1 && view.maxLines == Int.MAX_VALUE) {
                add("$name shows part of its words only")
            }
        }
    }
}.toList()

/** How well one colour can be read on another (WCAG 2.1). */
fun contrast(one: Int, other: Int): Double {
    fun light(colour: Int): Double {
        fun part(value: Int): Double = (value / 255.0).let { if (it <= 0.03928) it / 12.92 else Math.pow((it + 0.055) / 1.055, 2.4) }
        return 0.2126 * part(Color.red(colour)) + 0.7152 * part(Color.green(colour)) + 0.0722 * part(Color.blue(colour))
    }
    val (bright, dim) = listOf(light(one), light(other)).sortedDescending()
    return (bright + 0.05) / (dim + 0.05)
}

fun Activity.faults(): List<String> = window.decorView.faults()
