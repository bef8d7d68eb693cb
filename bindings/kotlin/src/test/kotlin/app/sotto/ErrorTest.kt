package app.sotto

import java.nio.ByteBuffer
import java.nio.file.Files
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class ErrorTest {
    @Test
    fun `a phone that has not joined says so`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            val phone = handset.phone
            assertNull(phone.myCard())
            assertFailsWith<CommandException.NotJoined> { phone.newCard() }
            assertFailsWith<CommandException.CardOtherKind> { phone.join("hello", "") }
            assertFailsWith<CommandException.NoCall> { phone.answer() }
            assertFailsWith<CommandException.NoCall> { phone.hangUp() }
            assertFailsWith<CommandException.NoContact> { phone.forget("00ff") }
            assertFailsWith<CommandException.NoContact> { phone.forget("no id at all") }
            val foreign = assertFailsWith<CommandException.Foreign> { phone.scan("https://example.org/") }
            assertEquals("off.with_reason", foreign.key)
            assertEquals(Meaning.FOREIGN, phone.scannerView("https://example.org/").meaning)
            assertEquals(CallScreen.Idle, phone.callScreen())
        }
    }

    @Test
    fun `a phone that has joined refuses what makes no sense`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            val phone = pair.alice.phone
            assertFailsWith<CommandException.AlreadyJoined> { phone.join(joinLink, "") }
            assertFailsWith<CommandException.OwnCard> { phone.scan(phone.myCard()!!.uri) }
            assertFailsWith<CommandException.NotOnSotto> { phone.dial("00".repeat(32), 0u) }
            val uri = pair.bob.phone.myCard()!!.uri
            assertFailsWith<CommandException.CardDamaged> { phone.scan(uri.dropLast(4)) }
            pair.ring(0)
            assertFailsWith<CommandException.InCall> { phone.dial(pair.bobsId, 0u) }
        }
    }

    @Test
    fun `the card on one phone's screen is read by the other's camera`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            val scanner = Scanner()
            val picture = direct(pair.bob.phone.myCardPicture(4u)!!)
            val frame = scanner.offerPicture(picture)
            val result = assertNotNull(scanner.next())
            assertEquals(frame, result.frame)
            assertEquals(pair.bob.phone.myCard()!!.uri, result.text)
            assertEquals(8, result.corners.size)
            assertEquals(Meaning.CARD, pair.alice.phone.scannerView(result.text!!).meaning)

            scanner.offer(ByteBuffer.allocateDirect(640 * 480), 640u, 480u, 640u, 0u)
            assertNull(assertNotNull(scanner.next()).text)
            val short = ByteBuffer.allocateDirect(100)
            assertFailsWith<ScanException.Refused> { scanner.offer(short, 640u, 480u, 640u, 0u) }
            assertFailsWith<ScanException.Refused> { scanner.offerPicture(short) }
            scanner.cancel()
            assertNull(scanner.next())
        }
    }

    @Test
    fun `a folder in use, a locked vault and another device's vault are told apart`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            val config = OpenConfig(handset.folder.toString(), null, null)
            val used = assertFailsWith<OpenException.InUse> { Phone.open(config, Shell(), handset.vault) }
            assertEquals("open.in_use", used.key)
            handset.phone.shutDown()
            assertFailsWith<OpenException.VaultForeign> { Phone.open(config, Shell(), TestVault()) }
            Phone.open(config, Shell(), handset.vault).apply { shutDown() }.destroy()
        }
        val empty = Files.createTempDirectory("sotto-kotlin")
        val locked = assertFailsWith<OpenException.VaultLocked> {
            Phone.open(OpenConfig(empty.toString(), null, null), Shell(), TestVault(locked = true))
        }
        assertTrue(locked.words.contains("unlock"))
        assertFailsWith<OpenException.System> {
            Phone.open(OpenConfig(empty.toString(), 0u, null), Shell(), TestVault())
        }
        empty.toFile().deleteRecursively()
    }

    private fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
}
