package app.sotto

import java.nio.file.Files
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

/** What a person sets: gesture, levels, rules, language; and what the shell tells of the phone. */
class SettingsTest {
    @Test
    fun `a gesture is taught with samples and opens the secure screen`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            val phone = handset.phone
            assertNull(phone.wantedSamples())
            val taps = phone.gestureView().kinds.single { it.kind == GestureKind.TWO_FINGER_DOUBLE_TAP }
            assertEquals(ButtonState.Enabled, taps.teach.state)
            assertFailsWith<CommandException.Gesture> { phone.teachGesture(taps.kind, 8u) }
            phone.teachGesture(taps.kind, 2u)
            assertEquals(taps.kind, phone.wantedSamples())
            val hand = Hand()
            phone.samples(hand.doubleTap())
            assertEquals(1, phone.gestureView().teaching!!.made.toInt())
            phone.samples(hand.doubleTap())
            assertNull(phone.gestureView().teaching)
            assertEquals("gesture.taught_taps", phone.gestureView().state.key)
            phone.samples(hand.doubleTap())
            while (true) {
                val event = handset.events.next()!!
                if (event is Event.GestureRecognised) break
            }
            phone.forgetGesture()
            assertNull(phone.wantedSamples())
        }
    }

    @Test
    fun `a level of one's own is asked for by a rule where the phone is, and cannot be deleted meanwhile`() =
        runBlocking<Unit> {
            Pair.start().use { pair ->
                val phone = pair.alice.phone
                var view = phone.secureSettingsView()
                assertTrue(view.own.isEmpty())
                phone.addLevel(view.added)
                view = phone.secureSettingsView()
                val copying = view.own.single().operations.single { it.button.label.key == "operation.clipboard" }
                assertFalse(copying.forbidden)
                phone.changeLevel(4u, copying.changed)
                assertFailsWith<CommandException.NoLevel> {
                    phone.changeLevel(4u, LevelDefinition.Forbid(listOf(Operation.SPEAKER)))
                }
                assertFalse(phone.wantedPlaces().named)
                phone.addRule(LevelRule(RulePlace.Named("office"), null, 4u))
                assertTrue(phone.wantedPlaces().named && !phone.wantedPlaces().position)
                val inUse = assertFailsWith<CommandException.LevelInUse> { phone.deleteLevel(4u) }
                assertEquals("command.level_rule", inUse.key)

                phone.whereabouts(listOf("office"), Position(52_520_008, 13_404_954))
                phone.dial(pair.bobsId, 0u)
                pair.bob.until("a call at the rule's level") { it.incomingView()?.level?.toInt() == 4 }
                assertTrue("because.place" in pair.alice.call().because.map { it.key })
                phone.hangUp()
                pair.alice.until("the end") { it.callScreen() is CallScreen.Ended }
                pair.bob.until("the end there") { it.callScreen() is CallScreen.Ended }

                phone.whereabouts(listOf("home"), null)
                phone.dial(pair.bobsId, 0u)
                pair.bob.until("an ordinary call") { it.incomingView()?.level?.toInt() == 0 }
                phone.hangUp()
                pair.alice.until("the end") { it.callScreen() is CallScreen.Ended }

                phone.removeRule(phone.secureSettingsView().rules.single().rule)
                phone.deleteLevel(4u)
                assertTrue(phone.secureSettingsView().own.isEmpty())
            }
        }

    @Test
    fun `the system is asked to vouch for each secure call, and the other phone says what came of it`() =
        runBlocking<Unit> {
            val vouching = Shell(vouch = { Attestation(AttestationKind.PLAY_INTEGRITY, it) })
            Pair.start(alicesShell = vouching).use { pair ->
                pair.ring(1)
                soon("the question") { vouching.challenges.isNotEmpty() }
                val challenge = vouching.challenges.single()
                assertEquals(32, challenge.size)
                pair.bob.until("the statement") {
                    pair.bob.call().columns!!.notes.any { it.key == "attested.not_verified" }
                }
                pair.alice.phone.attested(ByteArray(32), Attestation(AttestationKind.APP_ATTEST, ByteArray(4)))
                pair.alice.phone.hangUp()
                pair.bob.until("the end") { it.callScreen() is CallScreen.Ended }
            }
        }

    @Test
    fun `where the app brings makers' roots, a statement that leads to none of them is said to be false`() =
        runBlocking<Unit> {
            val forging = Shell(vouch = { Attestation(AttestationKind.ANDROID_KEY, ByteArray(64)) })
            val trust = AttestationTrust(androidRoots = listOf(ByteArray(32)))
            Pair.start(alicesShell = forging, bobsTrust = trust).use { pair ->
                pair.ring(1)
                pair.bob.until("the verdict") { pair.bob.call().columns!!.notes.any { it.key == "attested.false" } }
            }
            val odd = AttestationTrust(androidApps = listOf(AttestedAndroidApp("app.sotto", ByteArray(31))))
            assertFailsWith<OpenException> { Handset.open(trust = odd) }
        }

    @Test
    fun `the chosen language is kept, and refusals are said in it`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            assertTrue(handset.phone.firstRunView().needed)
            assertEquals(listOf(1, 2, 3), handset.phone.firstRunView().levels.map { it.level.toInt() })
            handset.phone.chooseLanguage(Language.ARABIC)
            handset.phone.shutDown()
            val config = OpenConfig(handset.folder.toString(), null, Language.CHINESE)
            val phone = Phone.open(config, Shell(), handset.vault)
            val chosen = phone.settingsView().languages.single { it.chosen }
            assertEquals(Language.ARABIC, chosen.language)
            val refused = assertFailsWith<CommandException.NoCall> { phone.answer() }
            assertEquals(wordsOf(refused.key, Language.ARABIC), refused.words)
            assertTrue(refused.words.any { it in '\u0600'..'\u06FF' })
            phone.chooseLanguage(null)
            assertEquals(wordsOf("command.no_call", Language.CHINESE), assertFailsWith<CommandException.NoCall> { phone.answer() }.words)
            phone.shutDown()
            phone.destroy()
        }
        val folder = Files.createTempDirectory("sotto-kotlin")
        val locked = assertFailsWith<OpenException.VaultLocked> {
            Phone.open(OpenConfig(folder.toString(), null, Language.CHINESE), Shell(), TestVault(locked = true))
        }
        assertEquals(wordsOf("open.vault_locked", Language.CHINESE), locked.words)
        folder.toFile().deleteRecursively()
    }

    @Test
    fun `a policy that cannot be accepted says why before it is`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            val phone = handset.phone
            assertTrue(phone.organisationsView().organisations.isEmpty())
            val offer = phone.offerView("no policy".toByteArray())
            assertNull(offer.policy)
            assertEquals("policy.damaged", (offer.accept.state as ButtonState.Disabled).reason.key)
            assertFailsWith<CommandException.Policy> { phone.acceptPolicy("no policy".toByteArray()) }
        }
    }
}

/** Two fingers on a screen, and the screen's clock. */
private class Hand {
    private var now = 1_000_000_000uL

    fun doubleTap(): List<Sample> {
        val taps = tap() + tap(waited = 150)
        now += 700_000_000uL
        return taps
    }

    private fun tap(waited: Int = 0): List<Sample> {
        now += waited.toULong() * 1_000_000uL
        val down = touches(TouchPhase.BEGAN)
        now += 60_000_000uL
        return down + touches(TouchPhase.ENDED)
    }

    private fun touches(phase: TouchPhase) =
        listOf(Sample.Touch(now, 1u, phase, 100f, 300f), Sample.Touch(now, 2u, phase, 220f, 300f))
}
