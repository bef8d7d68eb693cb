package app.sotto.android.levers

import android.content.Context
import android.media.*
import android.os.*
import app.sotto.*
import app.sotto.android.system.service

/** What is asked of the system's sound in secure mode, for those who open streams. */
object SoundRules {
    /** Streams go to the earpiece and come from the phone's own microphone, whatever is plugged in. */
    @Volatile var builtInOnly: Boolean = false

    private val holders = mutableSetOf<Lever>()

    /** No other app may capture what is played, or listen while this one does. */
    val private: Boolean get() = synchronized(holders) { holders.isNotEmpty() }

    /** Several levers need it: it holds until the last lets go. */
    internal fun keepPrivate(context: Context, lever: Lever, on: Boolean) {
        synchronized(holders) { if (on) holders += lever else holders -= lever }
        if (Build.VERSION.SDK_INT >= 29) {
            context.audio.allowedCapturePolicy =
                if (private) AudioAttributes.ALLOW_CAPTURE_BY_NONE else AudioAttributes.ALLOW_CAPTURE_BY_ALL
        }
    }
}

private val Context.audio: AudioManager get() = service<AudioManager>()

internal fun AudioManager.earpiece(): AudioDeviceInfo? =
    getDevices(AudioManager.GET_DEVICES_OUTPUTS).firstOrNull { it.type == AudioDeviceInfo.TYPE_BUILTIN_EARPIECE }

/** The loudspeaker: sound is sent to the earpiece, and back to it when anything changes that. */
class EarpieceLever(context: Context, tell: Tell) : Lever(context, Operation.SPEAKER, tell) {
    private var listener: AudioManager.OnCommunicationDeviceChangedListener? = null
    private var broken = false

    override fun pull(): Answer {
        val audio = context.audio
        val earpiece = audio.earpiece() ?: return Answer.UNSUPPORTED
        if (Build.VERSION.SDK_INT < 31) {
            @Suppress("DEPRECATION")
            audio.isSpeakerphoneOn = false
            // other apps may switch it on; the call's audio state tells, see ConnectionService
            return Answer.DETECTED
        }
        if (!audio.setCommunicationDevice(earpiece)) return Answer.UNSUPPORTED
        if (listener == null) {
            val watch = AudioManager.OnCommunicationDeviceChangedListener { routed(it) }
            audio.addOnCommunicationDeviceChangedListener(context.mainExecutor, watch)
            listener = watch
        }
        return Answer.ENFORCED
    }

    override fun release() {
        broken = false
        if (Build.VERSION.SDK_INT < 31) return
        listener?.let(context.audio::removeOnCommunicationDeviceChangedListener)
        if (listener != null) context.audio.clearCommunicationDevice()
        listener = null
    }

    /** The route changed: back to the earpiece; where that fails, the loudspeaker is on in spite of everything. */
    fun routed(device: AudioDeviceInfo?) {
        if (Build.VERSION.SDK_INT < 31) return
        if (device?.type == AudioDeviceInfo.TYPE_BUILTIN_EARPIECE) {
            if (broken) tell(PlatformNews.ViolationEnded)
            broken = false
            return
        }
        val earpiece = context.audio.earpiece()
        val back = earpiece != null && context.audio.setCommunicationDevice(earpiece)
        when {
            back -> tell(PlatformNews.Attempted)
            !broken -> {
                broken = true
                tell(PlatformNews.ViolationBegan)
            }
        }
    }
}

/** Headsets and other audio devices: streams are bound to the phone's own, and one that is connected is told of. */
class PeripheralsLever(context: Context, tell: Tell) : Lever(context, Operation.PERIPHERALS, tell) {
    private var callback: AudioDeviceCallback? = null

    override fun pull(): Answer {
        val audio = context.audio
        SoundRules.builtInOnly = true
        if (callback == null) {
            val watch = object : AudioDeviceCallback() {
                private var first = true

                override fun onAudioDevicesAdded(added: Array<out AudioDeviceInfo>) {
                    // the first call lists what is there already
                    if (!first && added.any { it.type in HEADSETS }) connected()
                    first = false
                }
            }
            audio.registerAudioDeviceCallback(watch, Handler(Looper.getMainLooper()))
            callback = watch
        }
        val earpiece = audio.earpiece() ?: return Answer.UNSUPPORTED
        if (Build.VERSION.SDK_INT < 31) return Answer.DETECTED
        return if (audio.setCommunicationDevice(earpiece)) Answer.ENFORCED else Answer.UNSUPPORTED
    }

    override fun release() {
        SoundRules.builtInOnly = false
        callback?.let(context.audio::unregisterAudioDeviceCallback)
        callback = null
    }

    private fun connected() {
        val earpiece = context.audio.earpiece()
        val kept = Build.VERSION.SDK_INT < 31 || (earpiece != null && context.audio.setCommunicationDevice(earpiece))
        tell(if (kept) PlatformNews.Attempted else PlatformNews.ViolationBegan)
    }

    companion object {
        val HEADSETS = setOf(
            AudioDeviceInfo.TYPE_WIRED_HEADSET, AudioDeviceInfo.TYPE_WIRED_HEADPHONES, AudioDeviceInfo.TYPE_USB_HEADSET,
            AudioDeviceInfo.TYPE_USB_DEVICE, AudioDeviceInfo.TYPE_BLUETOOTH_SCO, AudioDeviceInfo.TYPE_BLUETOOTH_A2DP,
            AudioDeviceInfo.TYPE_HEARING_AID, AudioDeviceInfo.TYPE_BLE_HEADSET, AudioDeviceInfo.TYPE_BLE_SPEAKER,
            AudioDeviceInfo.TYPE_LINE_ANALOG, AudioDeviceInfo.TYPE_DOCK,
        )
    }
}

/** Sound is kept private while it holds; what that is worth depends on the system's version. */
class PrivateLever(context: Context, operation: Operation, tell: Tell, private val answer: (Int) -> Answer) : Lever(context, operation, tell) {
    override fun pull(): Answer {
        SoundRules.keepPrivate(context, this, true)
        return answer(Build.VERSION.SDK_INT)
    }

    override fun release() = SoundRules.keepPrivate(context, this, false)
}

/** Notices that another app records. What it hears is silence from 30 on. */
class RecordingsLever(context: Context, tell: Tell) : Lever(context, Operation.AUDIO_RECORDING, tell) {
    private var callback: AudioManager.AudioRecordingCallback? = null
    private var seen = false

    override fun pull(): Answer {
        if (callback == null) {
            val watch = object : AudioManager.AudioRecordingCallback() {
                override fun onRecordingConfigChanged(configs: List<AudioRecordingConfiguration>) = recordings(configs)
            }
            context.audio.registerAudioRecordingCallback(watch, Handler(Looper.getMainLooper()))
            callback = watch
        }
        return Answer.DETECTED
    }

    override fun release() {
        callback?.let(context.audio::unregisterAudioRecordingCallback)
        callback = null
        seen = false
    }

    private fun recordings(configs: List<AudioRecordingConfiguration>) {
        val others = configs.filter { it.clientAudioSessionId !in OwnSound.sessions }
        val hears = others.any { Build.VERSION.SDK_INT < 29 || !it.isClientSilenced }
        when {
            hears && !seen -> tell(if (Build.VERSION.SDK_INT >= 30) PlatformNews.Attempted else PlatformNews.ViolationBegan)
            !hears && seen && Build.VERSION.SDK_INT < 30 -> tell(PlatformNews.ViolationEnded)
        }
        seen = hears
    }
}

/** The audio sessions that are this app's own. */
object OwnSound {
    val sessions: MutableSet<Int> = java.util.concurrent.ConcurrentHashMap.newKeySet()
}
