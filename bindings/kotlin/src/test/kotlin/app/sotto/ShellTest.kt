package app.sotto

import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Test

/** A shell that answers late, never, or throws: the phone goes on and fails closed. */
class ShellTest {
    @Test
    fun `a shell that never answers holds nothing up, and nobody is rung`() = runBlocking<Unit> {
        val stuck = CountDownLatch(1)
        try {
            Pair.start(alicesShell = Shell { stuck.await(); Answer.ENFORCED }).use { pair ->
                pair.alice.phone.dial(pair.bobsId, 1u)
                val asked = System.nanoTime()
                repeat(100) { pair.alice.phone.contactsView(null) }
                assertTrue(System.nanoTime() - asked < 2_000_000_000, "views waited for the shell")
                pair.alice.until("the refusal") { pair.alice.call().banners.isNotEmpty() }
                val banner = pair.alice.call().banners.single()
                assertEquals(Whose.YOU, banner.whose)
                assertNull(pair.bob.phone.incomingView())
                pair.alice.phone.hangUp()
                pair.alice.until("the end") { it.callScreen() is CallScreen.Ended }
            }
        } finally {
            stuck.countDown()
        }
    }

    @Test
    fun `a shell that throws counts as one that cannot`() = runBlocking<Unit> {
        Pair.start(alicesShell = Shell { error("no such lever") }).use { pair ->
            pair.alice.phone.dial(pair.bobsId, 1u)
            pair.alice.until("the refusal, of each operation") {
                pair.alice.call().banners.isNotEmpty() && pair.alice.call().columns!!.rows.all { row -> row.you.symbol == "✗" }
            }
        }
    }

    @Test
    fun `answers may come later, from any thread`() = runBlocking<Unit> {
        Pair.start(alicesShell = Shell { null }).use { pair ->
            pair.alice.phone.dial(pair.bobsId, 1u)
            pair.alice.until("arming") { pair.alice.state() == CallState.PREPARING }
            listOf(Operation.AUDIO_RECORDING, Operation.SPEAKER).map { operation ->
                Thread { pair.alice.phone.platform(operation, PlatformNews.Answered(Answer.ENFORCED, null)) }.apply { start() }
            }.forEach(Thread::join)
            pair.bob.until("ringing") { it.incomingView() != null }
        }
    }

    @Test
    fun `hooks never run on the thread that made the call`() = runBlocking<Unit> {
        val shell = Shell()
        Pair.start(alicesShell = shell).use { pair ->
            pair.ring(1)
            assertTrue(shell.threads.isNotEmpty() && Thread.currentThread().name !in shell.threads)
        }
    }

    @Test
    fun `waiting for an event ends when it is cancelled, and when the phone is closed`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            val first = handset.phone.events()
            val waiting = async { first.next() }
            yield()
            first.cancel()
            assertNull(waiting.await())
            assertNull(first.next())

            val second = handset.phone.events()
            val last = async { second.next() }
            yield()
            handset.phone.shutDown()
            assertIs<Event.Stopped>(last.await())
            assertNull(second.next())
        }
    }
}
