package app.sotto.android

import android.content.*
import android.media.*
import android.net.Uri
import android.os.*
import android.provider.Settings
import android.telecom.CallAudioState
import app.sotto.*

/** No longer is a call that comes kept from the screen until levers are pulled. */
private const val ARM_MS = 100L

/** Carries calls, messages and Dings of the core to the system: service, sound, ringing, notifications. Decides nothing. */
class Calls(private val context: Context) : Session.Listener {
    private val notices = Notices(context)
    private val ringer = Ringer(context)
    // another call, the system's too, has the microphone now
    private val sound = Sound(context) { context.sotto.session.phone?.let { phone -> quietly { phone.hold(true) } } }
    private val noise = SensorNoise(context) { phone, bytes -> phone.addEntropy(bytes) }
    private val proximity = Proximity(context)
    private val push = Push(context)
    private val audio = context.service<AudioManager>()
    private val choices = Choices(context)
    private var tone: ToneGenerator? = null

    /** What the app does of calls now. */
    var duty = Duty()
        private set

    init {
        if (Build.VERSION.SDK_INT >= 31) audio.addOnCommunicationDeviceChangedListener(context.mainExecutor) { routed() }
    }

    override fun changed(event: Event?) {
        val phone = context.sotto.session.phone ?: return
        when (event) {
            null -> {
                notices.channels()
                noise.gather(phone)
                push.follow(phone)
                serve()
            }
            is Event.Incoming -> {
                // at a level its windows are secure before it is shown
                context.sotto.session.arm(ARM_MS)
                notices.call(phone)
                Connections.incoming(context, phone)
            }
            is Event.Joined, Event.PushChanged -> serve()
            else -> notices.news(phone, event)
        }
    }

    override fun settled() = context.sotto.session.phone?.let(::follow) ?: stopAll()

    /** The microphone or the earpiece cannot be used; the call's screen says so. */
    val soundLost: Boolean get() = sound.lost

    /** The system's own button that silences what rings. */
    fun silence() = ringer.silence()

    /** Sends sound to the loudspeaker or to a headset, or back to the ear. */
    fun route(way: Operation, on: Boolean) {
        if (Build.VERSION.SDK_INT < 31) return routeByConnection(way, on)
        val wanted = audio.availableCommunicationDevices.firstOrNull {
            if (way == Operation.PERIPHERALS) it.type in HEADSETS else it.type == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER
        }
        // the headset's button goes back to the ear too
        val there = wanted == null || wanted.type == audio.communicationDevice?.type
        (if (!on || there) audio.earpiece() else wanted)?.let(audio::setCommunicationDevice)
        routed()
    }

    /** Before 31 the call's connection has the say; where Telecom gave none, there is the loudspeaker alone. */
    @Suppress("DEPRECATION")
    private fun routeByConnection(way: Operation, on: Boolean) {
        val headset = if (audio.isBluetoothScoAvailableOffCall) CallAudioState.ROUTE_BLUETOOTH else CallAudioState.ROUTE_WIRED_HEADSET
        val ear = CallAudioState.ROUTE_WIRED_OR_EARPIECE
        val known = Connections.route(if (!on) ear else if (way == Operation.PERIPHERALS) headset else CallAudioState.ROUTE_SPEAKER)
        if (way == Operation.SPEAKER && !known) audio.isSpeakerphoneOn = on
        quietly { context.sotto.session.phone?.routed(way == Operation.SPEAKER && on) }
    }

    /** Which way the system sends sound, whoever chose it: the screen shows it. */
    private fun routed() {
        if (Build.VERSION.SDK_INT >= 31) context.sotto.session.phone?.routed(audio.communicationDevice?.type == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER)
        proximity.follow(duty.talks && atEar())
    }

    @Suppress("DEPRECATION")
    private fun atEar(): Boolean {
        if (Build.VERSION.SDK_INT < 31) return !audio.isSpeakerphoneOn && !audio.isBluetoothScoOn && !audio.isWiredHeadsetOn
        return audio.communicationDevice.let { it == null || it.type == AudioDeviceInfo.TYPE_BUILTIN_EARPIECE }
    }

    /** Whether the service is to run: in calls; outside them where the person wants it and nothing else wakes this phone. */
    val serves: Boolean
        get() {
            val phone = context.sotto.session.phone ?: return duty.calls || choices.stays
            return duty.calls || (!phone.firstRunView().needed && choices.stays && !phone.pushView().on)
        }

    /** The connection is kept open, or not; the system lets it sleep unless the person says otherwise. */
    fun stay(on: Boolean) {
        choices.stays = on
        serve()
        if (!on || context.service<PowerManager>().isIgnoringBatteryOptimizations(context.packageName)) return
        context.startActivity(systemSetting(Settings.ACTION_REQUEST_IGNORE_BATTERY_OPTIMIZATIONS))
    }

    /** One of the system's own settings of this app. */
    fun systemSetting(action: String) = Intent(action, Uri.parse("package:${context.packageName}")).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)

    fun serve() = if (serves) CallService.start(context) else CallService.stop(context)

    /** Sound, ringing, proximity and service are as the core's views say. */
    private fun follow(phone: Phone) {
        val rings = phone.incomingView() != null
        val call = (phone.callScreen() as? CallScreen.Running)?.view?.takeIf { !rings }
        val ding = phone.incomingDingView()
        ringer.follow(rings || ding?.rings == true, rings)
        if (!rings) notices.callOver()
        notices.follow(phone)
        // a call on hold leaves the microphone to whoever has it then
        val before = duty
        duty = Duty(rings, call != null, call != null && call.controls.holdTo, context.hears, call?.notHeard != null)
        sound.follow(duty.talks || ding?.stop?.state == ButtonState.Enabled || phone.composeSound())
        proximity.follow(duty.talks && atEar())
        Connections.follow(call, rings)
        context.sotto.levers.look()
        if (before == duty) return
        if (call != null && !before.calls) Connections.outgoing(context)
        if (!duty.calls) quiet()
        if (duty.unheard && !before.unheard) warn()
        serve()
    }

    /** The person learns by ear too that nobody hears them. */
    private fun warn() = try {
        tone = tone ?: ToneGenerator(AudioManager.STREAM_VOICE_CALL, ToneGenerator.MAX_VOLUME / 2)
        tone?.startTone(ToneGenerator.TONE_SUP_ERROR, 1_500)
    } catch (none: RuntimeException) {
        // the system has no more of them: the screen says it
    }

    /** The next call begins at the ear again. */
    @Suppress("DEPRECATION")
    private fun quiet() {
        val levers = context.sotto.levers
        if (levers.holds(Operation.SPEAKER) || levers.holds(Operation.PERIPHERALS)) return
        if (Build.VERSION.SDK_INT >= 31) audio.clearCommunicationDevice() else audio.isSpeakerphoneOn = false
        routed()
    }

    private fun stopAll() {
        ringer.follow(ring = false, call = false)
        sound.follow(false)
        notices.callOver()
        Connections.follow(null, rings = false)
        duty = Duty()
        proximity.follow(false)
        serve()
    }
}

/** What the app does of calls now: one rings, runs or talks; the microphone may be used; the other person hears nothing. */
data class Duty(
    val rings: Boolean = false, val runs: Boolean = false, val talks: Boolean = false, val hears: Boolean = false, val unheard: Boolean = false,
) {
    val calls: Boolean get() = rings || runs
}

/** A command that may come too late: then there is nothing left to do. */
fun quietly(command: () -> Unit) = try {
    command()
} catch (late: app.sotto.CommandException) {
    // the screen shows what is so
}

/** Whether a Ding is being recorded or played back to its maker: its own screen says so. */
private fun Phone.composeSound(): Boolean = try {
    composeDingView(app.sotto.ordinaryDing(emptyList()), "").recording.let { it.records || it.plays }
} catch (none: app.sotto.CommandException) {
    false
}

/** What opens a call's window. */
fun callIntent(context: Context): Intent =
    Intent(context, CallActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
