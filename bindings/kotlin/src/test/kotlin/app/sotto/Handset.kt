package app.sotto

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import java.security.SecureRandom
import java.util.Collections
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec
import kotlin.math.PI
import kotlin.math.sin
import kotlinx.coroutines.withTimeout

/** How long anything on loopback may take before a test fails: a busy machine is slow. */
const val LIMIT_MS = 120_000L

/** Samples of 20 ms of 48 kHz mono. */
const val FRAME = 960

/** Stands in [Shell.said] where it was told to be silent. */
const val HUSHED = "(silent)"

/** The join link of the server that `cargo xtask test kotlin` runs for these tests. */
val joinLink: String = checkNotNull(System.getenv("SOTTO_JOIN")) { "run these tests with cargo xtask test kotlin" }

/**
 * A shell's levers as a phone's system would have them; it remembers what it holds forbidden, and what it was told to say.
 * Its voice is slow: a test says when it has spoken.
 */
class Shell(
    private val vouch: (ByteArray) -> Attestation? = { null },
    private val answer: (Operation) -> Answer? = { Answer.ENFORCED },
) : PlatformHooks {
    val said: MutableList<String> = Collections.synchronizedList(mutableListOf())
    val challenges: MutableList<ByteArray> = Collections.synchronizedList(mutableListOf())

    /** The number of what it says, or said last. */
    @Volatile
    var utterance: ULong = 0u
    val forbidden: MutableSet<Operation> = Collections.synchronizedSet(mutableSetOf())
    val threads: MutableSet<String> = Collections.synchronizedSet(mutableSetOf())

    override fun forbid(operation: Operation, number: ULong): Answer? {
        threads += Thread.currentThread().name
        forbidden += operation
        return answer(operation)
    }

    override fun allow(operation: Operation) {
        forbidden -= operation
    }

    override fun speaks(): Boolean = true

    override fun speak(utterance: ULong, text: String): Boolean {
        threads += Thread.currentThread().name
        this.utterance = utterance
        said += text
        return false
    }

    override fun attest(challenge: ByteArray): Attestation? {
        challenges += challenge
        return vouch(challenge)
    }

    override fun hush() {
        said += HUSHED
    }

    override fun isSimulated(): Boolean = true
}

/** A key vault as Keystore is one: the key never leaves it, and it can be locked. */
class TestVault(private val locked: Boolean = false) : KeyVault {
    private val key = SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES")

    override fun wrap(key: ByteArray): ByteArray {
        if (locked) throw VaultException.Locked()
        val nonce = ByteArray(12).also(SecureRandom()::nextBytes)
        return nonce + cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(key)
    }

    override fun unwrap(wrapped: ByteArray): ByteArray {
        if (locked) throw VaultException.Locked()
        val nonce = wrapped.copyOfRange(0, 12)
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(wrapped, 12, wrapped.size - 12)
        } catch (_: AEADBadTagException) {
            throw VaultException.Foreign()
        }
    }

    private fun cipher(mode: Int, nonce: ByteArray): Cipher =
        Cipher.getInstance("AES/GCM/NoPadding").apply { init(mode, key, GCMParameterSpec(128, nonce)) }
}

/** A phone, its shell, and a listener from its start on. */
class Handset private constructor(val phone: Phone, val shell: PlatformHooks, val folder: Path, val vault: TestVault) :
    AutoCloseable {
    val events: Events = phone.events()

    /** Waits until the phone is as `wanted` has it; looks again after each event. */
    suspend fun until(what: String, wanted: (Phone) -> Boolean) {
        try {
            withTimeout(LIMIT_MS) {
                while (!wanted(phone)) checkNotNull(events.next()) { "the phone stopped before: $what" }
            }
        } catch (late: kotlinx.coroutines.TimeoutCancellationException) {
            throw AssertionError("did not happen: $what; the screen shows ${state()}", late)
        }
    }

    suspend fun join(name: String) {
        phone.join(joinLink, name)
        until("being reachable") { it.myCard()?.reachable?.key == "card.online" }
    }

    /** The call's state, where there is one. */
    fun state(): CallState? = (phone.callScreen() as? CallScreen.Running)?.view?.state

    fun call(): CallView = (phone.callScreen() as CallScreen.Running).view

    override fun close() {
        events.cancel()
        phone.shutDown()
        phone.destroy()
        folder.toFile().deleteRecursively()
    }

    companion object {
        suspend fun open(shell: PlatformHooks = Shell(), trust: AttestationTrust? = null): Handset {
            val folder = Files.createTempDirectory("sotto-kotlin")
            val vault = TestVault()
            val phone = Phone.open(OpenConfig(folder.toString(), null, null, trust), shell, vault)
            return Handset(phone, shell, folder, vault)
        }
    }
}

/** A tone of 440 Hz in a direct buffer, as an audio thread would hand it over. */
fun tone(): ByteBuffer {
    val bytes = ByteBuffer.allocateDirect(FRAME * 2).order(ByteOrder.nativeOrder())
    repeat(FRAME) { bytes.putShort((sin(440 * 2 * PI * it / 48_000) * 8_000).toInt().toShort()) }
    return bytes.flip()
}

/** Spins until something that a shell's own thread does is so. */
fun soon(what: String, so: () -> Boolean) {
    val end = System.nanoTime() + LIMIT_MS * 1_000_000
    while (!so()) {
        check(System.nanoTime() < end) { "did not happen: $what" }
        Thread.onSpinWait()
    }
}

/** Whether a piece of sound is louder than noise. */
fun isHeard(piece: ByteArray): Boolean {
    val samples = ByteBuffer.wrap(piece).order(ByteOrder.nativeOrder()).asShortBuffer()
    return (0 until samples.remaining()).any { kotlin.math.abs(samples.get(it).toInt()) > 1_000 }
}
