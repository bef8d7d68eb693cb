package app.sotto.android.system

import android.content.Context
import android.content.Intent
import android.media.AudioManager
import android.os.Build
import app.sotto.ButtonState
import app.sotto.CallScreen
import app.sotto.CallState
import app.sotto.Event
import app.sotto.Operation
import app.sotto.Phone
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
    private var running = false

    override fun changed(event: Event?) {
        val phone = context.sotto.session.phone ?: return stopAll()
        when (event) {
            null -> {
                notices.channels()
                noise.gather(phone)
            }
            is Event.MessageCame -> notices.message(phone, event.contact)
            is Event.Incoming -> {
                notices.call(phone)
                Connections.incoming(context, phone)
            }
            is Event.DingRings -> notices.ding(phone)
            Event.CallLogged -> notices.missed(phone)
            else -> Unit
        }
        follow(phone)
    }

    /** Sends sound to the loudspeaker, to a headset, or back to the earpiece. */
    fun route(way: Operation) {
        val audio = context.service<AudioManager>()
        if (Build.VERSION.SDK_INT < 31) {
            @Suppress("DEPRECATION")
            if (way == Operation.SPEAKER) audio.isSpeakerphoneOn = !audio.isSpeakerphoneOn
            return
        }
        val current = audio.communicationDevice?.type
        val wanted = audio.availableCommunicationDevices.firstOrNull {
            if (way == Operation.PERIPHERALS) it.type in PeripheralsLever.HEADSETS
            else it.type == android.media.AudioDeviceInfo.TYPE_BUILTIN_SPEAKER
        }
        val next = if (wanted == null || wanted.type == current) audio.earpiece() else wanted
        next?.let(audio::setCommunicationDevice)
    }

    /** Sound, ringing, proximity and service are as the core's views say. */
    private fun follow(phone: Phone) {
        val rings = phone.incomingView() != null
        val call = (phone.callScreen() as? CallScreen.Running)?.view
        val ding = phone.incomingDingView()
        val compose = phone.composeSound()
        ringer.follow(rings || ding?.rings == true, rings)
        if (!rings) notices.callOver()
        sound.follow((call != null && !rings) || ding?.stop?.state == ButtonState.Enabled || compose)
        proximity.follow(call != null && !rings)
        when (call?.state) {
            null -> Connections.over()
            CallState.CONNECTED -> Connections.connected()
            else -> Unit
        }
        if ((call != null) == running) return
        running = call != null
        if (running && !rings) Connections.outgoing(context)
        if (running) CallService.start(context) else CallService.stop(context)
    }

    private fun stopAll() {
        ringer.follow(ring = false, call = false)
        sound.follow(false)
        notices.callOver()
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
