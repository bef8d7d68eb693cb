package app.sotto.android

import android.content.Intent
import android.net.Uri
import app.sotto.CallScreen
import app.sotto.Operation
import app.sotto.PlatformNews
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What lies in front of everything, and the way back to it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class FrontTest {
    private fun stateWords() = (phone.callScreen() as CallScreen.Running).view.stateWords.words

    @Test
    fun `who went back from a call, or followed a link of a stranger's, finds the way back to it`() {
        TwoPhones().use { pair ->
            val controller = open<MainActivity>()
            val activity = controller.get()
            phone.dial(pair.bobsId, 3u)
            pair.bobAnswers()
            until("the call") { activity.screen is CallPage && "Secure call" in activity.words() }
            activity.back()
            assertTrue(activity.screen is HomePage && stateWords() in activity.words(), activity.words())
            assertFalse("Bob" in activity.words(), "level 3 names nobody")
            activity.picture("call_way_back")
            assertTrue(activity.faults().isEmpty(), activity.faults().toString())
            activity.tap(stateWords())
            assertTrue(activity.screen is CallPage)
            // a link in the middle of the call: nothing is taken from it, the call goes on and is one tap away
            controller.newIntent(Intent(Intent.ACTION_VIEW, Uri.parse("sotto:%00%FF" + "A".repeat(9_000))))
            assertTrue(activity.screen is FoundPage && stateWords() in activity.words(), activity.words())
            assertTrue(phone.state() != null && theApp.levers.holds(Operation.SCREENSHOT) && capturable().isEmpty())
            activity.tap(stateWords())
            assertTrue(activity.screen is CallPage)
            activity.tap("End")
            until("how it ended") { "Close" in activity.words() }
            activity.tap("Close")
            until("no call, no way to it") { activity.screen !is CallPage }
        }
    }

    @Test
    fun `who is elsewhere while a call rings finds the way to it`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            pair.bobRings(0)
            until("it rings") { activity.screen is CallPage }
            activity.back()
            val words = phone.incomingView()!!.words.words
            assertTrue(activity.screen is HomePage && words in activity.words(), activity.words())
            activity.tap(words)
            assertTrue(activity.screen is CallPage)
            phone.hangUp()
        }
    }

    private fun rings() = phone.dingsView().filterIsInstance<app.sotto.DingLine.Received>().filter { it.view.rings }.map { it.view.text }

    @Test
    fun `a second Ding comes to the front when the first is confirmed, and one that follows a call when the call is over`() {
        TwoPhones().use { pair ->
            val controller = open<CallActivity>(Intent(theApp, CallActivity::class.java))
            val window = controller.get()
            pair.bob.phone.ding(pair.alicesId, "The first")
            until("it rings") { rings().size == 1 && "The first" in window.words() }
            pair.bob.phone.ding(pair.alicesId, "The second")
            until("both ring") { rings().size == 2 }
            window.tap("Confirm")
            until("the second on the screen") { "The second" in window.words() }
            window.tap("Confirm")
            until("quiet") { rings().isEmpty() }
            controller.pause().stop().destroy()
            pair.bob.phone.ding(pair.alicesId, "And a third")
            until("it rings") { rings().size == 1 }
            pair.bobRings(0)
            val second = open<CallActivity>(Intent(theApp, CallActivity::class.java)).get()
            until("the call above it") { second.screen is CallPage }
            pair.bob.phone.hangUp()
            until("over") { phone.incomingView() == null }
            second.tap("Close")
            until("the third on the screen") { !second.isFinishing && "And a third" in second.words() }
        }
    }

    @Test
    fun `a Ding that began before the person's eyes is a notification once they look elsewhere`() {
        TwoPhones().use { pair ->
            val notices = theApp.getSystemService(android.app.NotificationManager::class.java)!!
            fun told() = notices.activeNotifications.any { it.notification.channelId == Notices.DINGS }
            val controller = open<MainActivity>()
            pair.bob.phone.ding(pair.alicesId, "Bring the keys")
            until("it rings on the screen") { "Bring the keys" in controller.get().words() }
            assertFalse(told())
            controller.pause().stop()
            until("it is told") { told() }
            controller.restart().resume()
            until("it is told no longer") { !told() }
        }
    }

    @Test
    fun `what is forbidden and happens brings the call to the front by itself`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            phone.dial(pair.bobsId, 2u)
            pair.bobAnswers()
            until("the call") { activity.screen is CallPage }
            activity.go(Route(Place.SETTINGS))
            pair.bob.phone.platform(Operation.PERIPHERALS, PlatformNews.ViolationBegan)
            until("the call in front") { activity.screen is CallPage && (phone.callScreen() as CallScreen.Running).view.urgent }
            pair.bob.phone.platform(Operation.PERIPHERALS, PlatformNews.ViolationEnded)
            until("mended") { !(phone.callScreen() as CallScreen.Running).view.urgent }
            activity.back()
            assertTrue(activity.screen is SettingsPage)
            phone.hangUp()
        }
    }
}
