package app.sotto.android

import android.app.Activity
import android.content.Context
import android.os.Build
import android.view.WindowManager
import app.sotto.*
import java.util.*
import java.util.function.Consumer

/**
 * Every window of the app, each an activity's: sheets, notices and menus are drawn inside them. What is held applies to
 * those that are there and to those that come.
 */
class Windows {
    /** What a lever does to a window, and how it is undone. */
    class Rule(val apply: (Activity) -> Unit, val undo: (Activity) -> Unit)

    private val activities: MutableSet<Activity> = Collections.newSetFromMap(WeakHashMap())
    private val rules = linkedSetOf<Rule>()

    /** Whether the person can see one. */
    val shown: Boolean get() = activities.any { it is ShellActivity && it.seen }

    /** A window comes: before anything is drawn in it. */
    fun add(activity: Activity) {
        activities += activity
        rules.forEach { it.apply(activity) }
    }

    fun remove(activity: Activity) {
        if (activities.remove(activity)) rules.forEach { it.undo(activity) }
    }

    fun hold(rule: Rule) = if (rules.add(rule)) activities.toList().forEach(rule.apply) else Unit
    fun release(rule: Rule) = if (rules.remove(rule)) activities.toList().forEach(rule.undo) else Unit
}

/** A lever on every window of the app: those that are there, and those that come while it holds. */
class WindowLever(
    context: Context, operation: Operation, private val windows: Windows, tell: Tell, private val answer: Answer, private val rule: Windows.Rule,
) : Lever(context, operation, tell) {
    override fun pull(): Answer {
        windows.hold(rule)
        return answer
    }

    override fun release() = windows.release(rule)
}

/** What is done to windows, and how it is undone. */
object WindowRules {
    /** Nothing can capture the window, and Recents shows no picture of it. */
    val secure = Windows.Rule(
        apply = { it.window.addFlags(WindowManager.LayoutParams.FLAG_SECURE) },
        undo = { it.window.clearFlags(WindowManager.LayoutParams.FLAG_SECURE) },
    )

    /** Windows of other apps above ours are hidden, from 31 on; and no touch passes through one. */
    val overlays = Windows.Rule(apply = { cover(it, true) }, undo = { cover(it, false) })

    /** Who is talking: no picture in Recents; notifications and the lock screen ask the core. */
    val recents = Windows.Rule(apply = { recents(it, false) }, undo = { recents(it, !Choices(it).locks) })

    /** Nothing is copied, see Field.kt: a selection that is there ends. No keyboard or autofill service keeps any text in whatever mode. */
    val copies = Windows.Rule(apply = { it.currentFocus?.clearFocus() }, undo = { })

    private fun cover(activity: Activity, hide: Boolean) {
        if (Build.VERSION.SDK_INT >= 31) activity.window.setHideOverlayWindows(hide)
        activity.window.decorView.filterTouchesWhenObscured = hide
    }

    private fun recents(activity: Activity, shown: Boolean) {
        if (Build.VERSION.SDK_INT >= 33) activity.setRecentsScreenshotEnabled(shown)
    }
}

/** Tells when someone tries: screenshots from 34 on, recordings from 35 on. */
class ScreenCaptureLever(context: Context, private val windows: Windows, tell: Tell) : Lever(context, Operation.SCREENSHOT, tell) {
    private val shots = WeakHashMap<Activity, Activity.ScreenCaptureCallback>()
    private val recordings = WeakHashMap<Activity, Consumer<Int>>()
    private val rule = Windows.Rule(::watch, ::leave)

    override fun pull(): Answer {
        if (Build.VERSION.SDK_INT < 34) return Answer.UNSUPPORTED
        windows.hold(rule)
        return Answer.DETECTED
    }

    override fun release() = windows.release(rule)

    private fun watch(activity: Activity) {
        if (Build.VERSION.SDK_INT >= 34) {
            val shot = Activity.ScreenCaptureCallback { tell(PlatformNews.Attempted) }
            activity.registerScreenCaptureCallback(activity.mainExecutor, shot)
            shots[activity] = shot
        }
        if (Build.VERSION.SDK_INT >= 35) {
            val recording = Consumer<Int> { if (it == WindowManager.SCREEN_RECORDING_STATE_VISIBLE) tell(PlatformNews.Attempted) }
            // the recording shows black in place of these windows
            recording.accept(activity.windowManager.addScreenRecordingCallback(activity.mainExecutor, recording))
            recordings[activity] = recording
        }
    }

    private fun leave(activity: Activity) {
        if (Build.VERSION.SDK_INT >= 34) shots.remove(activity)?.let(activity::unregisterScreenCaptureCallback)
        if (Build.VERSION.SDK_INT >= 35) recordings.remove(activity)?.let(activity.windowManager::removeScreenRecordingCallback)
    }
}
