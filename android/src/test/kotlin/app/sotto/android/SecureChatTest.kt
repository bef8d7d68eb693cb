package app.sotto.android

import android.app.NotificationManager
import android.content.Context
import android.view.WindowManager
import app.sotto.Operation
import app.sotto.SessionState
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Secure mode without a call, drawn in the chat: asked for, accepted, open, left. */
@RunWith(RobolectricTestRunner::class)
@Config(
    application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi",
    shadows = [CapturePolicy::class, PacedTrack::class],
)
class SecureChatTest {
    private fun flag(view: android.app.Activity) = view.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0

    @Test
    fun `Alice asks from the secure screen, both write, and nothing of it stays`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.CHAT, pair.bobsId))
            until("the chat") { activity.views().any { it.contentDescription?.startsWith("Secure mode") == true } }
            activity.tap("Secure mode")
            activity.tap("Secure 2")
            activity.tap("Secure chat only")
            until("it is asked") { "Waiting for their answer" in activity.words() }
            assertTrue(theApp.levers.holds(Operation.CALL_LOG), "this phone is armed before anybody is asked")
            activity.picture("secure_chat_asking")
            until("Bob is asked") { pair.bob.phone.sessionView()?.state == SessionState.ASKED }
            pair.bob.phone.joinSecureChat()
            until("it holds") { phone.sessionView()?.state == SessionState.OPEN && pair.bob.phone.sessionView()?.state == SessionState.OPEN && "Secure mode 2 holds" in activity.words() }
            pair.bob.phone.sendText(pair.alicesId, "Nobody else reads this", kept = false)
            until("Bob's words") { "Nobody else reads this" in activity.words() }
            activity.composes("Good")
            activity.tap("Send")
            until("mine") { activity.words().contains("Good") }
            activity.picture("secure_chat_open")
            activity.tap("Leave secure chat")
            until("it is over") { "The secure chat was left" in activity.words() && !theApp.levers.holds(Operation.CALL_LOG) }
            assertFalse("Nobody else reads this" in activity.words())
            activity.tap("OK")
            until("noted") { "The secure chat was left" !in activity.words() }
        }
    }

    private fun android.app.Activity.composer() = views().filterIsInstance<Field>().single { it.isShown }

    private fun android.app.Activity.composes(words: String) = composer().setText(words)

    @Test
    fun `what was written in a secure chat is not sent as an ordinary message, and is saved nowhere`() {
        TwoPhones().use { pair ->
            val controller = open<MainActivity>()
            val activity = controller.get()
            activity.go(Route(Place.CHAT, pair.bobsId))
            until("the chat") { activity.offers("Send") }
            activity.composes("Half of an ordinary one")
            phone.askSecureChat(pair.bobsId, 2u)
            until("Bob is asked") { pair.bob.phone.sessionView()?.state == SessionState.ASKED }
            pair.bob.phone.joinSecureChat()
            until("it holds") { phone.sessionView()?.state == SessionState.OPEN && "Secure mode 2 holds" in activity.words() }
            assertEquals("", activity.composer().text.toString(), "another chat, another draft")
            activity.composes("For nobody else")
            val send = activity.views().single { it.isShown && it.contentDescription == "Send" }
            val state = android.os.Bundle()
            controller.saveInstanceState(state)
            val saved = android.os.Parcel.obtain().apply { writeBundle(state) }.marshall()
            assertFalse("For nobody else" in String(saved, Charsets.UTF_16LE) || "For nobody else" in String(saved.drop(1).toByteArray(), Charsets.UTF_16LE))
            // the chat ends before the screen knows
            phone.leaveSecureChat()
            until("the core knows") { phone.sessionView() == null }
            send.performClick()
            until("it is over") { "The secure chat was left" in activity.words() }
            assertEquals("Half of an ordinary one", activity.composer().text.toString())
            val sent = kotlinx.coroutines.runBlocking { phone.chatView(pair.bobsId, null, 10u) }!!.messages
            assertTrue(sent.none { "For nobody else" in it.text }, "$sent")
        }
    }

    @Test
    fun `who is asked at level 3 learns from the notification no name, and nothing is forbidden before the yes`() {
        TwoPhones().use { pair ->
            pair.bob.phone.askSecureChat(pair.alicesId, 3u)
            until("Alice is asked") { phone.sessionView()?.state == SessionState.ASKED }
            val notices = (theApp as Context).getSystemService(NotificationManager::class.java)
            fun told() = notices!!.activeNotifications.map { it.notification }.firstOrNull { it.channelId == Notices.MESSAGES }
            until("the notification") { told() != null }
            val notice = assertNotNull(told())
            for (shown in listOf(notice, notice.publicVersion)) {
                val words = listOf("android.title", "android.text").map { shown.extras.getCharSequence(it)?.toString().orEmpty() }
                assertTrue(words.none { "Bob" in it }, "$words")
            }
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.CHAT, pair.bobsId))
            until("the question") { "If you accept, your phone forbids" in activity.words() }
            assertFalse(flag(activity) || theApp.levers.holds(Operation.SCREENSHOT))
            activity.picture("secure_chat_asked")
            val accept = activity.views().first { (it as? android.widget.TextView)?.text?.toString() == "Accept" && it.isShown }
            assertTrue(generateSequence(accept.parent) { it.parent }.none { it is android.widget.ScrollView }, "in reach without scrolling")
            activity.tap("Accept")
            until("it holds") { "Secure mode 3 holds" in activity.words() && flag(activity) }
            assertFalse("Bob" in activity.words())
            pair.bob.phone.leaveSecureChat()
            until("let go") { !flag(activity) && phone.sessionView() == null }
        }
    }
}
