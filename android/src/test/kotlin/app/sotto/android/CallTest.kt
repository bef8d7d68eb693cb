package app.sotto.android

import android.app.NotificationManager
import android.content.Context
import android.content.Intent
import android.telecom.TelecomManager
import android.view.WindowManager
import app.sotto.Answer
import app.sotto.CallScreen
import app.sotto.Operation
import app.sotto.PlatformNews
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Two people's phones: the app with its real levers, the real core on both, a real server between them. */
@RunWith(RobolectricTestRunner::class)
@Config(
    application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi",
    shadows = [CapturePolicy::class, PacedTrack::class],
)
class CallTest {
    private fun flag(view: android.app.Activity) = view.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0

    /** Taps, waits for the flag, and prints what it took: in all, until the core asked, and what the levers took of it. */
    private fun startSecure(activity: MainActivity, how: String) {
        // what is still to be drawn is no part of it
        until("the button") { "Start secure call" in activity.words() }
        theApp.asked.clear()
        val tapped = System.nanoTime()
        activity.tap("Start secure call")
        val drawn = System.nanoTime()
        // the flag is set on this thread, before the core's own has been told so
        until("the secure flag") { flag(activity) && theApp.asked.any { it.first == Operation.SCREENSHOT } }
        fun figure(name: String, nanos: Long) = println("figure eyeglasses_${name}_${how}_ms ${nanos / 1_000_000.0}")
        val all = theApp.asked.toList()
        figure("to_flag", all.first { it.first == Operation.SCREENSHOT }.third - tapped)
        figure("tap_drawn", drawn - tapped)
        figure("core_asks", all.minOf { it.second } - tapped)
        figure("levers", all.sumOf { it.third - it.second })
    }

    @Test
    fun `they scan, call at level 3 from the secure screen, and a screenshot on one phone ends it on both`() {
        TwoPhones(met = false).use { pair ->
            pair.bob.phone.scan(phone.myCard()!!.uri)
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.FOUND, "scanned:" + pair.bob.phone.myCard()!!.uri))
            assertTrue("Bob" in activity.words(), activity.words())
            activity.tap("Add to contacts")
            until("Bob's page") { "Verified" in activity.words() }
            activity.tap("Chats")
            until("the chat") { activity.views().any { it.contentDescription?.startsWith("Secure mode") == true } }
            activity.tap("Secure mode")
            activity.tap("Secure 3")
            assertFalse(flag(activity))

            startSecure(activity, "cold")
            pair.bobAnswers()
            until("filled on the screen") { "Secure call" in activity.words() && "✓" in activity.words() }
            assertFalse("Bob" in activity.words(), "level 3 names nobody")
            activity.picture("call_level_3")

            pair.bob.phone.platform(Operation.SCREENSHOT, PlatformNews.ViolationBegan)
            until("the end") { phone.ended() == "end.violation" && pair.bob.phone.ended() == "end.violation" }
            until("everything is allowed again") { !flag(activity) }
            until("the words") { "Something forbidden happened" in activity.words() }
            activity.picture("call_ended_by_violation")
            assertTrue(phone.callLog().isEmpty() && pair.bob.phone.callLog().isEmpty())
            activity.tap("Close")

            // once more: now nothing is used for the first time
            activity.go(Route(Place.SECURE, pair.bobsId + ":3"))
            startSecure(activity, "warm")
            phone.hangUp()
            until("everything is allowed again") { !flag(activity) }
        }
    }

    @Test
    fun `a call at level 3 rings over the lock screen and names nobody, not even to the system`() {
        TwoPhones(hears = false).use { pair ->
            val main = open<MainActivity>().get()
            pair.bob.phone.dial(pair.alicesId, 3u)
            until("it rings here") { phone.incomingView() != null }
            val notices = (theApp as Context).getSystemService(NotificationManager::class.java)
            // the engine rings; what the app makes of it comes with the event
            val telecom = (theApp as Context).getSystemService(TelecomManager::class.java)
            until("the system is told") { shadowOf(notices).getNotification(Notices.CALLS, Notices.ID) != null && shadowOf(telecom).allIncomingCalls.isNotEmpty() }
            val notice = shadowOf(notices).getNotification(Notices.CALLS, Notices.ID)
            assertNotNull(notice.fullScreenIntent)
            for (shown in listOf(notice, notice.publicVersion)) {
                val words = listOf("android.title", "android.text").map { shown.extras.getCharSequence(it)?.toString().orEmpty() }
                assertTrue(words.none { "Bob" in it } && words.any { "Secure call" in it }, "$words")
            }
            val incoming = shadowOf(telecom).allIncomingCalls.single()
            assertFalse(incoming.extras.toString().contains("Bob"))

            val activity = open<CallActivity>(Intent(theApp, CallActivity::class.java)).get()
            until("the incoming call, each window secure before anything is answered") { "Secure call" in activity.words() && flag(activity) && flag(main) }
            assertFalse("Bob" in activity.words())
            // without the microphone the system lets others listen along: this phone says so, and how to mend it
            assertTrue(phone.incomingView()?.answer?.state is app.sotto.ButtonState.Disabled)
            assertTrue("microphone" in activity.words(), activity.words())
            activity.picture("incoming_level_3")
            activity.tap("Allow")
            shadowOf(theApp).grantPermissions(android.Manifest.permission.RECORD_AUDIO)
            activity.onRequestPermissionsResult(1, arrayOf(android.Manifest.permission.RECORD_AUDIO), intArrayOf(0))
            until("it can be answered") { activity.offers("Answer") }
            activity.tap("Answer")
            pair.connected()
            activity.tap("End")
            until("the end") { phone.callScreen() is CallScreen.Ended }
            until("the notification is gone") { shadowOf(notices).getNotification(Notices.CALLS, Notices.ID) == null }
        }
    }

    @Test
    fun `the speaker stays in its place, grey, and says why, and no tap moves the route`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            phone.dial(pair.bobsId, 1u)
            activity.go(Route(Place.CALL))
            pair.bobAnswers()
            until("the call") { activity.views().any { it.contentDescription?.startsWith("Speaker") == true } }
            activity.tap("Speaker")
            assertTrue("The speaker is off in secure mode 1" in activity.words(), activity.words())
            activity.picture("call_level_1_speaker")
            assertTrue(theApp.levers.holds(Operation.SPEAKER))
            phone.hangUp()
        }
    }

    @Test
    fun `a phone that cannot forbid an operation refuses before anything rings, and offers what can be done`() {
        TwoPhones(SaidHooks { if (it == Operation.SCREENSHOT) Answer.UNSUPPORTED else Answer.ENFORCED }).use { pair ->
            val activity = open<MainActivity>().get()
            phone.dial(pair.bobsId, 3u)
            activity.go(Route(Place.CALL))
            until("the refusal") { "cannot forbid" in activity.words() }
            activity.picture("call_refused")
            phone.hangUp()
            until("the end") { phone.callScreen() is CallScreen.Ended }
        }
    }

    @Test
    fun `a secure Ding arms the phone, is heard once, and is gone`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            pair.bob.records()
            pair.bob.phone.ding(pair.alicesId, level = 3)
            until("it rings") { phone.incomingDingView()?.rings == true && "Listen" in activity.words() }
            assertFalse("Bob" in activity.words())
            activity.picture("ding_level_3")
            activity.tap("Listen")
            until("the flag") { flag(activity) }
            val id = (phone.dingsView().single() as app.sotto.DingLine.Received).view.id
            until("it is heard, and other apps are kept from the microphone") { phone.dingView(id)?.stage == "playing" && theApp.calls.duties.microphone && SoundRules.sessions.isNotEmpty() }
            until("it was heard") { phone.dingView(id)?.stage == "heard_out" }
            until("the microphone is let go") { !theApp.calls.duties.microphone }
            until("let go") { !flag(activity) }
            activity.picture("ding_heard")
        }
    }
}
