package app.sotto.android.levers

import android.app.Activity
import java.util.Collections
import java.util.WeakHashMap

/**
 * Every window of the app, each an activity's: sheets, notices and menus are drawn inside them. What is held applies to
 * those that are there and to those that come.
 */
class Windows {
    /** What a lever does to a window, and how it is undone. */
    class Rule(val apply: (Activity) -> Unit, val undo: (Activity) -> Unit)

    private val activities: MutableSet<Activity> = Collections.newSetFromMap(WeakHashMap())
    private val rules = linkedSetOf<Rule>()

    /** A window comes: before anything is drawn in it. */
    fun add(activity: Activity) {
        activities += activity
        rules.forEach { it.apply(activity) }
    }

    fun remove(activity: Activity) {
        if (activities.remove(activity)) rules.forEach { it.undo(activity) }
    }

    fun hold(rule: Rule) {
        if (rules.add(rule)) activities.toList().forEach(rule.apply)
    }

    fun release(rule: Rule) {
        if (rules.remove(rule)) activities.toList().forEach(rule.undo)
    }
}
