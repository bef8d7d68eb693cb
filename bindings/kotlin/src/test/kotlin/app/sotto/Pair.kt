package app.sotto

import kotlinx.coroutines.delay
import kotlinx.coroutines.withTimeout

/** Two phones on one server that scanned each other's cards. */
class Pair private constructor(val alice: Handset, val bob: Handset) : AutoCloseable {
    /** Alice's contact for Bob. */
    val bobsId: String get() = alice.phone.contactsView(null).lines.single().id

    /** Bob's contact for Alice. */
    val alicesId: String get() = bob.phone.contactsView(null).lines.single().id

    /** Alice calls at a level, Bob answers; returns when both are connected and hear each other. */
    suspend fun call(level: Int) {
        ring(level)
        bob.until("a call that can be answered") {
            it.incomingView()?.answer?.state == ButtonState.Enabled
        }
        bob.phone.answer()
        alice.until("connected") { alice.state() == CallState.CONNECTED }
        bob.until("connected") { bob.state() == CallState.CONNECTED }
        heard(alice, bob)
        heard(bob, alice)
    }

    suspend fun ring(level: Int) {
        alice.phone.dial(bobsId, level.toUByte())
        bob.until("ringing") { it.incomingView() != null }
    }

    /** Pushes a tone every 20 ms until the other phone hears it. */
    suspend fun heard(from: Handset, to: Handset) {
        val tone = tone()
        val silence = java.nio.ByteBuffer.allocateDirect(FRAME * 2)
        withTimeout(LIMIT_MS) {
            do {
                from.phone.pushMicrophone(tone)
                to.phone.pushMicrophone(silence)
                val piece = to.phone.pullLoudspeaker(FRAME.toUInt())
                check(piece.size == FRAME * 2) { "a pull gave ${piece.size} bytes" }
                // the rhythm of a sound card
                delay(20)
            } while (!isHeard(piece))
        }
    }

    override fun close() {
        alice.close()
        bob.close()
    }

    companion object {
        suspend fun start(
            alicesShell: PlatformHooks = Shell(),
            bobsShell: PlatformHooks = Shell(),
            bobsTrust: AttestationTrust? = null,
        ): Pair {
            val pair = Pair(Handset.open(alicesShell), Handset.open(bobsShell, bobsTrust))
            pair.alice.join("Alice")
            pair.bob.join("Bob")
            pair.alice.phone.scan(pair.bob.phone.myCard()!!.uri)
            pair.bob.phone.scan(pair.alice.phone.myCard()!!.uri)
            return pair
        }
    }
}
