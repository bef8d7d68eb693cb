package app.sotto.android.levers

import android.app.Activity
import android.content.Context
import android.os.Build
import android.view.WindowManager
import app.sotto.Answer
import app.sotto.Operation
import app.sotto.PlatformNews
import java.util.WeakHashMap
import java.util.function.Consumer

/** Screenshots and screen recording: `FLAG_SECURE` on every window. */
class SecureWindowsLever(context: Context, private val windows: Windows, tell: Tell) :
    Lever(context, Operation.SCREENSHOT, tell) {
    private val rule = Windows.secure()

    override fun pull(): Answer {
        windows.hold(rule)
        return Answer.ENFORCED
    }

    override fun release() = windows.release(rule)
}

/** Tells when someone tries: screenshots from 34 on, recordings from 35 on. */
class ScreenCaptureLever(context: Context, private val windows: Windows, tell: Tell) :
    Lever(context, Operation.SCREENSHOT, tell) {
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

/** Windows of other apps above ours are hidden, from 31 on; and no touch passes through one. */
class OverlayLever(context: Context, private val windows: Windows, tell: Tell) :
    Lever(context, Operation.SCREENSHOT, tell) {
    private val rule = Windows.Rule(apply = { cover(it, true) }, undo = { cover(it, false) })

    override fun pull(): Answer {
        windows.hold(rule)
        // it hides others' windows, and prevents no picture of ours
        return Answer.UNSUPPORTED
    }

    override fun release() = windows.release(rule)

    private companion object {
        fun cover(activity: Activity, hide: Boolean) {
            if (Build.VERSION.SDK_INT >= 31) activity.window.setHideOverlayWindows(hide)
            activity.window.decorView.filterTouchesWhenObscured = hide
        }
    }
}

/** Who is talking: no picture in Recents, no task left there; notifications and the lock screen ask the core. */
class IdentityLever(context: Context, private val windows: Windows, tell: Tell) :
    Lever(context, Operation.IDENTITY, tell) {
    private val rule = Windows.Rule(apply = { recents(it, false) }, undo = { recents(it, true) })

    override fun pull(): Answer {
        windows.hold(rule)
        return Answer.ENFORCED
    }

    override fun release() = windows.release(rule)

    private companion object {
        fun recents(activity: Activity, shown: Boolean) {
            if (Build.VERSION.SDK_INT >= 33) activity.setRecentsScreenshotEnabled(shown)
        }
    }
}

/** Copying text: while it holds, no text of the app can be selected, and no keyboard or autofill service keeps any. */
class ClipboardLever(context: Context, private val windows: Windows, tell: Tell) :
    Lever(context, Operation.CLIPBOARD, tell) {
    private val rule = Windows.Rule(apply = { (it as? Selecting)?.selectable(false) }, undo = { (it as? Selecting)?.selectable(true) })

    override fun pull(): Answer {
        windows.hold(rule)
        return Answer.ENFORCED
    }

    override fun release() = windows.release(rule)
}

/** A window whose texts can be selected, or not. */
interface Selecting {
    fun selectable(on: Boolean)
}
