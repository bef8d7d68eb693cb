package app.sotto

import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class CallTest {
    @Test
    fun `a violation ends a call at level 3, and nobody was named while it ran`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            pair.ring(3)
            val incoming = pair.bob.phone.incomingView()!!
            assertEquals("Secure call", incoming.title.words)
            assertEquals(3, incoming.level.toInt())
            val locked = pair.bob.phone.notificationView(NotificationAbout.IncomingCall, true)!!
            assertNull(locked.who)
            pair.bob.until("a call that can be answered") {
                it.incomingView()?.answer?.state == ButtonState.Enabled
            }
            pair.bob.phone.answer()
            for (handset in listOf(pair.alice, pair.bob)) {
                handset.until("armed on both phones") {
                    handset.state() == CallState.CONNECTED && handset.call().eyeglasses.look == Look.FILLED
                }
                assertEquals("Secure call", handset.call().title.words)
                val rows = handset.call().columns!!.rows
                assertEquals(rows.size, (handset.shell as Shell).forbidden.size)
                assertTrue(Operation.SCREENSHOT in handset.shell.forbidden && Operation.IDENTITY in handset.shell.forbidden)
                assertTrue(rows.all { it.you.symbol == "✓" && it.other.symbol == "✓" })
            }
            pair.heard(pair.alice, pair.bob)

            pair.bob.phone.platform(Operation.SCREENSHOT, PlatformNews.ViolationBegan)

            for (handset in listOf(pair.alice, pair.bob)) {
                handset.until("the end") { it.callScreen() is CallScreen.Ended }
                val ended = (handset.phone.callScreen() as CallScreen.Ended).view
                assertEquals("end.violation", ended.reason.key)
                assertTrue(ended.violations.isNotEmpty())
                assertTrue(handset.phone.callLog().isEmpty(), "a call at level 3 leaves no row")
            }
            for (handset in listOf(pair.alice, pair.bob)) {
                soon("everything is allowed again") { (handset.shell as Shell).forbidden.isEmpty() }
            }
        }
    }

    @Test
    fun `the speaker is refused at level 1, by its own error, and both phones show the attempt`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            pair.call(1)
            val speaker = pair.alice.call().controls.speaker.state as ButtonState.Disabled
            val refused = assertFailsWith<CommandException.Forbidden> {
                pair.alice.phone.tryOperation(Operation.SPEAKER)
            }
            assertEquals("off.speaker", refused.key)
            assertTrue(refused.words.isNotBlank() && speaker.reason.words.isNotBlank())
            pair.bob.until("the attempt") { pair.bob.call().columns!!.rows.any { it.other.prevented != null } }
            pair.alice.phone.hangUp()
            pair.bob.until("the end") { it.callScreen() is CallScreen.Ended }
            assertEquals("end.hung_up", (pair.bob.phone.callScreen() as CallScreen.Ended).view.reason.key)
            assertEquals(1, pair.alice.phone.callLog().size)
        }
    }

    @Test
    fun `a message reaches the chat of the other phone`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            pair.alice.phone.sendText(pair.bobsId, "See you at eight", kept = true)
            pair.bob.until("the message") { it.chatsView().lines.singleOrNull()?.unread == 1UL }
            val chat = pair.bob.phone.chatView(pair.alicesId, null, 50u)!!
            assertEquals("See you at eight", chat.messages.single().text)
            assertFailsWith<CommandException.Text> { pair.alice.phone.sendText(pair.bobsId, " ", kept = true) }
        }
    }
}
