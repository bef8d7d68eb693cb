package app.sotto.android

import android.content.Context
import android.media.AudioDeviceInfo
import android.media.AudioManager
import app.sotto.ButtonState
import app.sotto.CallScreen
import app.sotto.CallState
import app.sotto.Event
import app.sotto.Phone
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.AudioDeviceInfoBuilder

/** The app, with its real levers, and another person's phone on the same server. */
class TwoPhones(hooks: app.sotto.PlatformHooks = SaidHooks(), met: Boolean = true, hears: Boolean = true) : AutoCloseable {
    val bob: Other

    init {
        if (hears) shadowOf(theApp).grantPermissions(android.Manifest.permission.RECORD_AUDIO)
        val audio = checkNotNull((theApp as Context).getSystemService(AudioManager::class.java))
        val types = listOf(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE, AudioDeviceInfo.TYPE_BUILTIN_SPEAKER)
        val devices = types.map { AudioDeviceInfoBuilder.newBuilder().setType(it).build() }
        shadowOf(audio).setOutputDevices(devices)
        shadowOf(audio).setAvailableCommunicationDevices(devices)
        // what is used for the first time is slow here, and the core waits two seconds for a lever
        app.sotto.Operation.entries.forEach(theApp.levers::forbid)
        app.sotto.Operation.entries.forEach(theApp.levers::allow)
        join("Alice")
        bob = Other(hooks).join("Bob")
        if (met) {
            // an event that comes later would lead a window of the test to Bob's page
            val told = Told()
            theApp.session.add(told)
            phone.scan(bob.phone.myCard()!!.uri)
            bob.phone.scan(phone.myCard()!!.uri)
            until("both met, and the app knows") { told.scanned && bob.phone.contactsView(null).lines.isNotEmpty() }
            theApp.session.remove(told)
        }
    }

    val bobsId: String get() = phone.contactsView(null).lines.single().id
    val alicesId: String get() = bob.phone.contactsView(null).lines.single().id

    fun bobRings(level: Int) {
        bob.phone.dial(alicesId, level.toUByte())
        until("the app rings") { phone.incomingView()?.answer?.state == ButtonState.Enabled }
    }

    fun bobAnswers() {
        until("Bob's phone rings") { bob.phone.incomingView()?.answer?.state == ButtonState.Enabled }
        bob.phone.answer()
        connected()
    }

    fun connected() = until("connected on both") { phone.state() == CallState.CONNECTED && bob.phone.state() == CallState.CONNECTED }

    override fun close() {
        bob.close()
        closeApp()
    }
}

/** Whether the app was told of a card that was taken. */
private class Told : Session.Listener {
    var scanned = false

    override fun changed(event: Event?) {
        scanned = scanned || event is Event.Scanned
    }

    override fun settled() = Unit
}

fun Phone.state(): CallState? = (callScreen() as? CallScreen.Running)?.view?.state

fun Phone.ended(): String? = (callScreen() as? CallScreen.Ended)?.view?.reason?.key
