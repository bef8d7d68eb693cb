package app.sotto.android

import android.content.Context
import android.media.*
import android.os.*
import android.telecom.CallAudioState
import app.sotto.*
import app.sotto.AudioRoute

internal fun AudioManager.own(devices: Int, type: Int): AudioDeviceInfo? = getDevices(devices).firstOrNull { it.type == type }
internal fun AudioManager.earpiece() = own(AudioManager.GET_DEVICES_OUTPUTS, AudioDeviceInfo.TYPE_BUILTIN_EARPIECE)

/** The loudspeaker, or headsets: forbidden by the one route that both share. */
class RouteLever(context: Context, operation: Operation, tell: Tell, private val route: EarpieceRoute) : Lever(context, operation, tell) {
    private var broken = false

    override fun pull(): Answer = route.hold(this)

    override fun release() {
        broken = false
        route.release(this)
    }

    /** Sound went another way; `kept`: it was brought back, else it is another way in spite of everything. */
    internal fun tried(kept: Boolean) = when {
        kept && broken -> over()
        kept -> tell(PlatformNews.Attempted)
        !broken -> tell(PlatformNews.ViolationBegan).also { broken = true }
        else -> Unit
    }

    internal fun over() {
        if (broken) tell(PlatformNews.ViolationEnded)
        broken = false
    }
}

/** Sound is sent to the earpiece, and back to it when anything changes that, until the last lever lets go. */
class EarpieceRoute(private val context: Context) {
    private val audio get() = context.service<AudioManager>()
    private val main = Handler(Looper.getMainLooper())
    private val holders = linkedSetOf<RouteLever>()
    private var changes: AudioManager.OnCommunicationDeviceChangedListener? = null
    private var plugs: AudioDeviceCallback? = null

    /** Systems before 31 tell of no change: they are asked, twice a second. */
    private val look: Runnable = Runnable {
        @Suppress("DEPRECATION")
        if (audio.isSpeakerphoneOn) of(Operation.SPEAKER)?.tried(toEar()) else of(Operation.SPEAKER)?.over()
        main.postDelayed(look, 500)
    }

    internal fun hold(lever: RouteLever): Answer {
        if (holders.isEmpty()) watch()
        holders += lever
        SoundRules.builtInOnly = of(Operation.PERIPHERALS) != null
        return when {
            audio.earpiece() == null || !toEar() -> Answer.UNSUPPORTED
            Build.VERSION.SDK_INT >= 31 -> Answer.ENFORCED
            else -> Answer.DETECTED
        }
    }

    internal fun release(lever: RouteLever) {
        if (!holders.remove(lever)) return
        SoundRules.builtInOnly = of(Operation.PERIPHERALS) != null
        if (holders.isNotEmpty()) return
        main.removeCallbacks(look)
        plugs?.let(audio::unregisterAudioDeviceCallback)
        if (Build.VERSION.SDK_INT >= 31) {
            changes?.let(audio::removeOnCommunicationDeviceChangedListener)
            audio.clearCommunicationDevice()
        }
    }

    private fun of(operation: Operation) = holders.firstOrNull { it.operation == operation }

    private fun watch() {
        plugs = object : AudioDeviceCallback() {
            private var first = true

            override fun onAudioDevicesAdded(added: Array<out AudioDeviceInfo>) {
                // the first call lists what is there already
                if (!first && added.any { it.type in HEADSETS }) of(Operation.PERIPHERALS)?.tried(toEar())
                first = false
            }

            override fun onAudioDevicesRemoved(removed: Array<out AudioDeviceInfo>) {
                if (removed.any { it.type in HEADSETS }) of(Operation.PERIPHERALS)?.over()
            }
        }.also { audio.registerAudioDeviceCallback(it, main) }
        if (Build.VERSION.SDK_INT < 31) return main.postDelayed(look, 500).let { }
        changes = AudioManager.OnCommunicationDeviceChangedListener(::routed)
            .also { audio.addOnCommunicationDeviceChangedListener(context.mainExecutor, it) }
    }

    /** The route changed: back to the earpiece, where a lever forbids the new one. */
    fun routed(device: AudioDeviceInfo?) {
        if (device == null || device.type == AudioDeviceInfo.TYPE_BUILTIN_EARPIECE) return holders.forEach { it.over() }
        of(if (device.type in HEADSETS) Operation.PERIPHERALS else Operation.SPEAKER)?.tried(toEar())
    }

    /** Whether sound goes to the earpiece now. */
    @Suppress("DEPRECATION")
    private fun toEar(): Boolean {
        val earpiece = audio.earpiece() ?: return false
        if (Build.VERSION.SDK_INT >= 31) return audio.setCommunicationDevice(earpiece)
        audio.isSpeakerphoneOn = false
        Connections.route(CallAudioState.ROUTE_EARPIECE)
        return !audio.isSpeakerphoneOn
    }
}

/** Which way of sound each kind of device is. */
val WAYS: Map<Int, AudioRoute> = listOf(
    AudioDeviceInfo.TYPE_WIRED_HEADSET, AudioDeviceInfo.TYPE_WIRED_HEADPHONES, AudioDeviceInfo.TYPE_USB_HEADSET,
    AudioDeviceInfo.TYPE_USB_DEVICE, AudioDeviceInfo.TYPE_LINE_ANALOG, AudioDeviceInfo.TYPE_DOCK,
).associateWith { AudioRoute.WIRED } + listOf(
    AudioDeviceInfo.TYPE_BLUETOOTH_SCO, AudioDeviceInfo.TYPE_BLUETOOTH_A2DP, AudioDeviceInfo.TYPE_HEARING_AID,
    AudioDeviceInfo.TYPE_BLE_HEADSET, AudioDeviceInfo.TYPE_BLE_SPEAKER,
).associateWith { AudioRoute.BLUETOOTH }

/** Devices that are not the phone's own. */
val HEADSETS = WAYS.keys
