package app.sotto.android.system

import android.content.Context
import android.content.Intent
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.os.Build
import app.sotto.*
import app.sotto.android.Session
import app.sotto.android.levers.PeripheralsLever
import app.sotto.android.levers.earpiece
import app.sotto.android.sotto

/** Carries calls, messages and Dings of the core to the system: service, sound, ringing, notifications. Decides nothing. */
class Calls(private val context: Context) : Session.Listener {
    private val notices = Notices(context)
    private val ringer = Ringer(context)
    private val sound = Sound(context)
    private val noise = SensorNoise(context) { phone, bytes -> phone.addEntropy(bytes) }
    private val proximity = Proximity(context)
    private val push = Push(context)
    private val audio = context.service<AudioManager>()
    private val choices = Choices(context)
    private var running = false
    private var serves = false

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
            is Event.MessageCame -> notices.message(phone, event.contact)
            is Event.Incoming -> {
                notices.call(phone)
                Connections.incoming(context, phone)
            }
            is Event.SecureChatAsked -> notices.secureChat(phone)
            is Event.DingRings -> notices.ding(phone)
            is Event.Joined, Event.PushChanged -> serve()
            Event.CallLogged -> notices.missed(phone)
            else -> Unit
        }
    }

    override fun settled() = context.sotto.session.phone?.let(::follow) ?: stopAll()

    /** The microphone or the earpiece cannot be used; the call's screen says so. */
    val soundLost: Boolean get() = sound.lost

    /** Sends sound to the loudspeaker or to a headset, or back to the ear. */
    fun route(way: Operation, on: Boolean) {
        if (Build.VERSION.SDK_INT < 31) {
            @Suppress("DEPRECATION")
            if (way == Operation.SPEAKER) audio.isSpeakerphoneOn = on
            context.sotto.session.phone?.routed(way == Operation.SPEAKER && on)
            return
        }
        val wanted = audio.availableCommunicationDevices.firstOrNull {
            if (way == Operation.PERIPHERALS) it.type in PeripheralsLever.HEADSETS else it.type == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER
        }
        // the headset's button goes back to the ear too
        val there = wanted == null || wanted.type == audio.communicationDevice?.type
        (if (!on || there) audio.earpiece() else wanted)?.let(audio::setCommunicationDevice)
        routed()
    }

    /** Which way the system sends sound, whoever chose it: the screen shows it. */
    private fun routed() {
        if (Build.VERSION.SDK_INT < 31) return
        context.sotto.session.phone?.routed(audio.communicationDevice?.type == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER)
    }

    /** The service runs in calls; outside them where the person wants it and nothing else wakes this phone. */
    fun serve() {
        val phone = context.sotto.session.phone
        val wanted = running || (phone != null && !phone.firstRunView().needed && choices.stays && !phone.pushView().on)
        if (wanted) CallService.start(context) else if (serves) CallService.stop(context)
        serves = wanted
    }

    /** Sound, ringing, proximity and service are as the core's views say. */
    private fun follow(phone: Phone) {
        val rings = phone.incomingView() != null
        val call = (phone.callScreen() as? CallScreen.Running)?.view?.takeIf { !rings }
        val ding = phone.incomingDingView()
        ringer.follow(rings || ding?.rings == true, rings)
        if (!rings) notices.callOver()
        // a call on hold leaves the microphone to whoever has it then
        val talks = call != null && call.controls.holdTo
        sound.follow(talks || ding?.stop?.state == ButtonState.Enabled || phone.composeSound())
        proximity.follow(talks)
        Connections.follow(call)
        val inCall = call != null || rings
        if (inCall == running) return
        running = inCall
        if (call != null) Connections.outgoing(context)
        serve()
    }

    private fun stopAll() {
        ringer.follow(ring = false, call = false)
        sound.follow(false)
        notices.callOver()
        Connections.follow(null)
    }
}

/** Whether a Ding is being recorded or played back to its maker: its own screen says so. */
private fun Phone.composeSound(): Boolean = try {
    composeDingView(app.sotto.ordinaryDing(emptyList()), "").recording.let { it.records || it.plays }
} catch (none: app.sotto.CommandException) {
    false
}

/** What opens a call's window. */
fun callIntent(context: Context): Intent =
    Intent(context, app.sotto.android.CallActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
