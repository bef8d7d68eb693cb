package app.sotto.android

import android.content.Context
import android.media.*
import android.os.*
import android.telecom.CallAudioState
import app.sotto.AudioRoute
import app.sotto.Operation

/** The ways of sound: told to the core whenever they change, whoever changed them, and taken as it says. */
class AudioRoutes(private val context: Context) {
    private val audio = context.service<AudioManager>()

    init {
        audio.registerAudioDeviceCallback(object : AudioDeviceCallback() {
            override fun onAudioDevicesAdded(added: Array<out AudioDeviceInfo>) = tell()
            override fun onAudioDevicesRemoved(removed: Array<out AudioDeviceInfo>) = tell()
        }, Handler(Looper.getMainLooper()))
        if (Build.VERSION.SDK_INT >= 31) audio.addOnCommunicationDeviceChangedListener(context.mainExecutor) { tell() }
    }

    /** Which way sound takes, and which it could: for the call's screen, and for what is pulled. */
    fun tell() {
        val (present, there) = known()
        context.sotto.session.phone?.routes(present, there.toList()) ?: return
        context.sotto.session.settle()
    }

    /** Sends sound this way. */
    fun take(to: AudioRoute) {
        if (Build.VERSION.SDK_INT >= 31) {
            audio.availableCommunicationDevices.firstOrNull { it.way == to }?.let(audio::setCommunicationDevice)
        } else if (!Connections.route(MASKS.getValue(to))) {
            @Suppress("DEPRECATION")
            audio.isSpeakerphoneOn = to == AudioRoute.SPEAKER
        }
        tell()
    }

    /** The next call begins at the ear again. */
    @Suppress("DEPRECATION")
    fun release() {
        val levers = context.sotto.levers
        if (levers.holds(Operation.SPEAKER) || levers.holds(Operation.PERIPHERALS)) return
        if (Build.VERSION.SDK_INT >= 31) audio.clearCommunicationDevice() else audio.isSpeakerphoneOn = false
        tell()
    }

    private fun known(): Pair<AudioRoute, Set<AudioRoute>> {
        if (Build.VERSION.SDK_INT < 31) return before31()
        val there = audio.availableCommunicationDevices.mapNotNull { it.way }.toSet()
        return (audio.communicationDevice?.way ?: there.nearest) to there
    }

    /** The call's connection has the say; where Telecom gave none, sound takes the wire that is plugged in, or the loudspeaker. */
    @Suppress("DEPRECATION")
    private fun before31(): Pair<AudioRoute, Set<AudioRoute>> {
        Connections.sound?.let { state ->
            val there = MASKS.filterValues { it and state.supportedRouteMask != 0 }.keys
            return (there.firstOrNull { MASKS[it] == state.route } ?: there.nearest) to there
        }
        val own = audio.getDevices(AudioManager.GET_DEVICES_OUTPUTS).mapNotNull { it.way }.toSet() - AudioRoute.BLUETOOTH
        val there = if (AudioRoute.WIRED in own) own - AudioRoute.EARPIECE else own
        return (if (audio.isSpeakerphoneOn) AudioRoute.SPEAKER else (there - AudioRoute.SPEAKER).nearest) to there
    }

    /** The nearest to the ear. */
    private val Set<AudioRoute>.nearest: AudioRoute get() = minOrNull() ?: AudioRoute.EARPIECE
    private val AudioDeviceInfo.way: AudioRoute? get() = OWN[type] ?: WAYS[type]

    private companion object {
        val OWN = mapOf(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE to AudioRoute.EARPIECE, AudioDeviceInfo.TYPE_BUILTIN_SPEAKER to AudioRoute.SPEAKER)
        val MASKS = mapOf(
            AudioRoute.EARPIECE to CallAudioState.ROUTE_EARPIECE, AudioRoute.SPEAKER to CallAudioState.ROUTE_SPEAKER,
            AudioRoute.WIRED to CallAudioState.ROUTE_WIRED_HEADSET, AudioRoute.BLUETOOTH to CallAudioState.ROUTE_BLUETOOTH,
        )
    }
}
