package app.sotto.android

import android.app.KeyguardManager
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.telecom.Connection
import android.telecom.DisconnectCause
import app.sotto.CallScreen
import app.sotto.Rings
import app.sotto.Service
import app.sotto.SystemCall
import app.sotto.SystemCallState
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Calls as the system sees them: Telecom, the service, audio focus, streams, the lock screen. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class SystemCallTest {
    private val telecom get() = Robolectric.buildService(Connections.Service::class.java).create().get()

    private fun settled() = repeat(10) { theApp.session.settle().also { shadowOf(android.os.Looper.getMainLooper()).idle() } }

    @Test
    fun `the connection of an incoming call rings on, is active after the answer, and ends with the call`() {
        TwoPhones().use { pair ->
            val service = telecom
            pair.bobRings(0)
            until("the system rings") { theApp.calls.duties.ring == Rings.CALL }
            val connection = service.onCreateIncomingConnection(null, request())
            settled()
            assertEquals(Connection.STATE_RINGING, connection.state)
            phone.answer()
            until("active") { connection.state == Connection.STATE_ACTIVE }
            phone.hangUp()
            until("over") { connection.state == Connection.STATE_DISCONNECTED }
            assertEquals(DisconnectCause.LOCAL, connection.disconnectCause.code)
            // the system may be late: what is over is not begun again
            assertEquals(Connection.STATE_DISCONNECTED, service.onCreateIncomingConnection(null, request()).state)
            assertEquals(Connection.STATE_DISCONNECTED, service.onCreateOutgoingConnection(null, request()).state)
            until("Bob's phone is free") { pair.bob.phone.ended() != null }
            pair.bobRings(0)
            until("the system rings") { theApp.calls.duties.ring == Rings.CALL }
            val missed = service.onCreateIncomingConnection(null, request())
            pair.bob.phone.hangUp()
            until("over") { missed.state == Connection.STATE_DISCONNECTED }
            assertEquals(DisconnectCause.MISSED, missed.disconnectCause.code)
        }
    }

    private fun told(of: Boolean): ULong {
        val telecom = (theApp as Context).getSystemService(android.telecom.TelecomManager::class.java)!!
        val extras = when (of) {
            true -> shadowOf(telecom).allIncomingCalls.last().extras
            false -> shadowOf(telecom).allOutgoingCalls.last().extras.getBundle(android.telecom.TelecomManager.EXTRA_OUTGOING_CALL_EXTRAS)!!
        }
        return extras.getLong("number").toULong()
    }

    @Test
    fun `a call that the system refuses ends with the reason in words, in and out, and a late refusal touches no other`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            phone.dial(pair.bobsId, 0u)
            until("the system is told") { theApp.calls.duties.call != null }
            val first = told(of = false)
            telecom.onCreateOutgoingConnectionFailed(null, request(first))
            until("the end") { phone.callScreen() is CallScreen.Ended }
            until("why") { (phone.callScreen() as CallScreen.Ended).view.reason.words in activity.words() && "another call" in activity.words() }
            activity.picture("call_refused_by_system")
            until("Bob's phone is free") { pair.bob.phone.state() == null }
            pair.bobRings(0)
            until("the system is told") { theApp.calls.duties.ring == Rings.CALL }
            val second = told(of = true)
            assertTrue(first != second)
            // late, of the call before
            telecom.onCreateOutgoingConnectionFailed(null, request(first))
            assertEquals(Connection.STATE_DISCONNECTED, telecom.onCreateIncomingConnection(null, request(first)).state)
            settled()
            assertEquals(Rings.CALL, theApp.calls.duties.ring)
            telecom.onCreateIncomingConnectionFailed(null, request(second))
            until("Bob hears that it is busy") { pair.bob.phone.ended() == "end.busy" }
            until("why it rang") { "another call" in activity.words() }
        }
    }

    @Test
    fun `the service asks for no microphone while it only rings, for it after the answer, and for what is left where one is refused`() {
        TwoPhones().use { pair ->
            val service = Robolectric.buildService(CallService::class.java).create()
            pair.bobRings(0)
            until("the system rings") { theApp.calls.duties.ring == Rings.CALL }
            service.startCommand(0, 1)
            assertEquals(ServiceInfo.FOREGROUND_SERVICE_TYPE_PHONE_CALL, service.get().foregroundServiceType)
            phone.answer()
            pair.connected()
            until("it runs") { theApp.calls.duties.service == Service.CALL_WITH_MICROPHONE }
            service.startCommand(0, 2)
            assertEquals(
                ServiceInfo.FOREGROUND_SERVICE_TYPE_PHONE_CALL or ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE, service.get().foregroundServiceType,
            )
            shadowOf(service.get()).setThrowInStartForeground(SecurityException("not now"))
            service.startCommand(0, 3)
            assertTrue(!shadowOf(service.get()).isStoppedBySelf && CallService.lacks, "what stood stands on")
            shadowOf(service.get()).setThrowInStartForeground(null)
            // a window is seen: the system is asked once more
            fun asked() = generateSequence { shadowOf(theApp as android.app.Application).nextStartedService }.count { it.component?.className == CallService::class.java.name } > 0
            asked()
            val window = open<CallActivity>(Intent(theApp, CallActivity::class.java))
            until("asked once more") { asked() }
            service.startCommand(0, 4)
            assertTrue(!CallService.lacks)
            window.pause().stop().restart().resume()
            settled()
            assertTrue(!asked(), "there is nothing left to ask for")
            service.destroy()
            val refused = Robolectric.buildService(CallService::class.java).create()
            shadowOf(refused.get()).setThrowInStartForeground(SecurityException("not now"))
            assertTrue(shadowOf(refused.startCommand(0, 1).get()).isStoppedBySelf)
            refused.destroy()
            phone.hangUp()
            until("over") { theApp.calls.duties.call == null }
        }
    }

    @Test
    @Config(shadows = [NoTelecom::class])
    fun `where the system knows no calls the app calls and rings all the same`() {
        TwoPhones().use { pair ->
            // here what it throws reaches the test; a coroutine's would not
            for (incoming in listOf(true, false)) {
                Connections.follow(theApp, SystemCall(1u, incoming, SystemCallState.DIALLING))
                Connections.follow(theApp, null)
            }
            phone.dial(pair.bobsId, 0u)
            pair.bobAnswers()
            phone.hangUp()
            until("Bob's phone is free") { pair.bob.phone.ended() != null && theApp.calls.duties.call == null }
            pair.bobRings(0)
            until("it rings") { theApp.calls.duties.ring == Rings.CALL }
        }
    }

    /** What a button of the call's notification gives. */
    private fun button(which: String = "android.answerIntent"): Intent {
        val notices = (theApp as Context).getSystemService(android.app.NotificationManager::class.java)!!
        until("it is told") { shadowOf(notices).getNotification(Notices.CALLS, Notices.ID) != null }
        val notice = shadowOf(notices).getNotification(Notices.CALLS, Notices.ID)
        return Intent(shadowOf(notice.extras.getParcelable(which, android.app.PendingIntent::class.java)).savedIntent)
    }

    @Test
    fun `the notification's button answers the call that it is about, and no later one`() {
        TwoPhones().use { pair ->
            pair.bobRings(0)
            val first = button()
            val number = Notices.numbered(first, Notices.ANSWER)
            pair.bob.phone.hangUp()
            until("over") { phone.incomingView() == null && pair.bob.phone.ended() != null }
            val window = open<CallActivity>(first)
            settled()
            pair.bobRings(0)
            until("it rings on the screen") { window.get().screen is CallPage && theApp.calls.duties.ring == Rings.CALL }
            settled()
            assertEquals(Rings.CALL, theApp.calls.duties.ring, "nobody answered this one")
            val second = button()
            assertTrue(number != Notices.numbered(second, Notices.ANSWER))
            window.newIntent(second)
            pair.connected()
            phone.hangUp()
        }
    }

    @Test
    fun `the notification's button declines`() {
        TwoPhones().use { pair ->
            pair.bobRings(0)
            val first = button("android.declineIntent")
            pair.bob.phone.hangUp()
            until("over") { phone.incomingView() == null && pair.bob.phone.ended() != null }
            pair.bobRings(0)
            until("it rings") { theApp.calls.duties.ring == Rings.CALL }
            Robolectric.buildService(CallService::class.java, first).create().startCommand(0, 1)
            assertEquals(Rings.CALL, phone.incomingView()?.let { theApp.calls.duties.ring }, "that was another call")
            Robolectric.buildService(CallService::class.java, button("android.declineIntent")).create().startCommand(0, 1)
            until("Bob is told") { pair.bob.phone.ended() == "end.declined" }
        }
    }

    @Test
    fun `another call of the phone puts this one on hold`() {
        TwoPhones().use { pair ->
            phone.dial(pair.bobsId, 0u)
            pair.bobAnswers()
            val audio = (theApp as Context).getSystemService(AudioManager::class.java)!!
            until("the focus is asked for") { shadowOf(audio).lastAudioFocusRequest != null }
            val listener = assertNotNull(shadowOf(audio).lastAudioFocusRequest.listener)
            listener.onAudioFocusChange(AudioManager.AUDIOFOCUS_LOSS_TRANSIENT)
            until("on hold") { (phone.callScreen() as CallScreen.Running).view.controls.holdTo.not() }
            phone.hangUp()
        }
    }

    @Test
    fun `a call that is raised opens its streams anew, bound to the phone's own devices`() {
        TwoPhones().use { pair ->
            val before = PacedTrack.playing
            phone.dial(pair.bobsId, 0u)
            pair.bobAnswers()
            until("sound, bound to nothing") { PacedTrack.playing !== before && PacedTrack.playsOn == null }
            val ordinary = PacedTrack.playing
            phone.startSecure(pair.bobsId, 2u)
            until("streams of its own") { PacedTrack.playing !== ordinary && PacedTrack.playsOn == AudioDeviceInfo.TYPE_BUILTIN_EARPIECE }
            phone.hangUp()
            until("over") { theApp.calls.duties.call == null }
        }
    }

    @Test
    fun `over a locked phone the call's window goes nowhere else before the phone is unlocked`() {
        TwoPhones().use { pair ->
            val keyguard = shadowOf(theApp.getSystemService(KeyguardManager::class.java))
            keyguard.setKeyguardLocked(true)
            phone.dial(pair.bobsId, 0u)
            pair.bobAnswers()
            val activity = open<CallActivity>(Intent(theApp, CallActivity::class.java)).get()
            val app = shadowOf(theApp as android.app.Application)
            app.clearNextStartedActivities()
            for (place in Place.entries - Place.CALL - Place.SECURE - Place.INCOMING_DING) {
                activity.go(Route(place))
                activity.replace(Route(place))
            }
            activity.home()
            assertTrue(activity.screen is CallPage)
            assertNull(app.nextStartedActivity)
            keyguard.setKeyguardLocked(false)
            assertEquals(MainActivity::class.java.name, app.nextStartedActivity?.component?.className)
            // the app's own window opens what was wanted, and nobody else's intent can
            val main = open<MainActivity>().get()
            until("the first screen") { main.screen is HomePage }
            phone.hangUp()
        }
    }

    @Test
    fun `a Ding opens the window that shows over a locked phone`() {
        TwoPhones().use { pair ->
            pair.bob.phone.ding(pair.alicesId, "Bring the keys")
            val notices = (theApp as Context).getSystemService(android.app.NotificationManager::class.java)!!
            until("it is told") { notices.activeNotifications.any { it.notification.channelId == Notices.DINGS } }
            val notice = notices.activeNotifications.first { it.notification.channelId == Notices.DINGS }.notification
            assertEquals(CallActivity::class.java.name, shadowOf(notice.fullScreenIntent).savedIntent.component?.className)
            val activity = open<CallActivity>(Intent(theApp, CallActivity::class.java)).get()
            until("the Ding") { activity.screen is IncomingDingPage && "Listen" in activity.words() }
            until("it is told no longer") { notices.activeNotifications.none { it.notification.channelId == Notices.DINGS } }
        }
    }
}
