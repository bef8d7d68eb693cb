package app.sotto.android.levers

import android.app.Activity
import android.content.Context
import android.os.Build
import android.view.WindowManager
import app.sotto.*
import app.sotto.android.ShellActivity
import java.util.WeakHashMap
import java.util.function.Consumer

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
    val recents = Windows.Rule(apply = { recents(it, false) }, undo = { recents(it, true) })

    /** No text of the app can be selected; no keyboard or autofill service keeps any in whatever mode. */
    val copies = Windows.Rule(apply = { (it as? ShellActivity)?.selectable(false) }, undo = { (it as? ShellActivity)?.selectable(true) })

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
