package app.sotto

import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class DingTest {
    @Test
    fun `a Ding is recorded, rings, is heard and confirmed, and its sender sees each step`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            val draft = pair.alice.phone.newDing(listOf(pair.bobsId))
            val before = pair.alice.phone.composeDingView(draft, "")
            assertEquals("Bob", before.to.single().name)
            assertIs<ButtonState.Disabled>(before.ding.state)
            assertFailsWith<CommandException.DingTerms> { pair.alice.phone.sendDing(draft, "", secure = false) }
            pair.record()
            val compose = pair.alice.phone.composeDingView(draft, "")
            assertTrue(compose.recording.peaks.any { it != 0.toByte() })
            assertEquals(ButtonState.Enabled, compose.ding.state)

            pair.alice.phone.sendDing(draft, "", secure = false)
            val id = pair.rings()
            assertTrue(pair.bob.phone.dingView(id)!!.title.words.contains("Alice"))
            val notice = pair.bob.phone.notificationView(NotificationAbout.Ding(id), true)!!
            assertNull(notice.who)
            pair.aliceSees("rung")
            repeat(2) { assertTrue(pair.bob.hears(id) > 40) }
            pair.aliceSees("heard")
            pair.bob.phone.confirmDing(id)
            pair.aliceSees("confirmed")
            pair.alice.until("heard twice") { pair.sent().people.single().heard == 2u }
            assertFailsWith<CommandException.DingOver> { pair.bob.phone.confirmDing(id) }
        }
    }

    @Test
    fun `a secure Ding at level 3 names nobody, is heard once, and a second time is refused`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            val shell = pair.bob.shell as Shell
            pair.record()
            pair.alice.phone.sendDing(pair.terms(3), "", secure = true)
            val id = pair.rings()
            val view = pair.bob.phone.dingView(id)!!
            assertEquals("Secure Ding", view.title.words)
            assertTrue(view.forbids.isNotEmpty() && shell.forbidden.isEmpty())

            var forbidden = emptySet<Operation>()
            assertTrue(pair.bob.hears(id) { forbidden = shell.forbidden.toSet() } > 40)
            assertEquals(view.forbids.size, forbidden.size)
            assertTrue(Operation.SCREENSHOT in forbidden && Operation.IDENTITY in forbidden)
            soon("everything is allowed again") { shell.forbidden.isEmpty() }

            val again = assertFailsWith<CommandException.DingHeardOut> { pair.bob.phone.listen(id) }
            assertEquals("ding.heard_out", again.key)
            assertEquals("heard_out", pair.bob.phone.dingView(id)!!.stage)
            pair.aliceSees("heard")
            pair.bob.phone.confirmDing(id)
            pair.aliceSees("confirmed")
        }
    }

    @Test
    fun `a phone that cannot forbid holds a secure Ding back, and both people are told why`() = runBlocking<Unit> {
        val cannot = Shell { if (it == Operation.SCREENSHOT) Answer.UNSUPPORTED else Answer.ENFORCED }
        Pair.start(bobsShell = cannot).use { pair ->
            pair.record()
            pair.alice.phone.sendDing(pair.terms(3), "", secure = true)
            val id = pair.rings()
            assertEquals(0, pair.bob.hears(id))
            val view = pair.bob.phone.dingView(id)!!
            assertTrue(view.state!!.words.isNotBlank())
            assertEquals("waits", view.stage, "nothing was heard, so nothing is used up")
            pair.aliceSees("could_not")
            assertTrue(pair.sent().people.single().state.args.any { it.value.contains("screen") })
        }
    }

    @Test
    fun `a typed secure Ding is spoken and never shown, and a violation silences it`() = runBlocking<Unit> {
        Pair.start().use { pair ->
            val shell = pair.bob.shell as Shell
            val draft = pair.terms(2).copy(plays = 2u)
            pair.alice.phone.sendDing(draft, "The door code is 4711", secure = true)
            val id = pair.rings()
            assertNull(pair.bob.phone.dingView(id)!!.text)

            pair.bob.phone.listen(id)
            soon("the voice") { shell.said.toList() == listOf("The door code is 4711") }
            assertTrue(Thread.currentThread().name !in shell.threads)
            pair.bob.phone.platform(Operation.PERIPHERALS, PlatformNews.ViolationBegan)
            soon("silence") { shell.said.last() == HUSHED }
            pair.aliceSees("could_not")
            soon("everything is allowed again") { shell.forbidden.isEmpty() }
            pair.bob.phone.platform(Operation.PERIPHERALS, PlatformNews.ViolationEnded)

            pair.bob.phone.listen(id)
            soon("the voice again") { shell.said.size == 3 }
            pair.bob.phone.spoken(shell.utterance - 1u)
            pair.bob.phone.spoken(shell.utterance)
            pair.aliceSees("heard")
        }
    }

    @Test
    fun `texts come in the language of the phone, with the same keys`() = runBlocking<Unit> {
        Handset.open().use { handset ->
            val english = handset.phone.contactsView(null).empty!!
            val arabic = languages().single { it.rightToLeft }
            assertEquals(languageOf("ar_EG"), arabic.language)
            handset.phone.setLanguage(arabic.language)
            val text = handset.phone.contactsView(null).empty!!
            assertEquals(english.key, text.key)
            assertTrue(text.words.any { it in '\u0600'..'\u06FF' } && text.words.none { it in 'a'..'z' }, text.words)
            handset.phone.setLanguage(Language.ENGLISH)
            assertEquals(english, handset.phone.contactsView(null).empty)
        }
    }
}

/** The terms of a secure Ding to Bob at this level. */
private fun Pair.terms(level: Int): DingDraft = alice.phone.newDing(listOf(bobsId)).copy(level = level.toUByte())

/** Alice records a second. */
private fun Pair.record() {
    alice.phone.startRecording(Sight(inFront = true, locked = false, covered = false))
    val tone = tone()
    repeat(50) { alice.phone.pushMicrophone(tone) }
    alice.phone.stopRecording()
}

/** Waits until it rings at Bob's; its id. */
private suspend fun Pair.rings(): String {
    bob.until("a Ding") { it.incomingDingView()?.rings == true }
    return bob.phone.incomingDingView()!!.id
}

/** What Alice sees of the one that she sent. */
private fun Pair.sent(): SentDingView = (alice.phone.dingsView().single() as DingLine.Sent).view

private suspend fun Pair.aliceSees(progress: String) =
    alice.until("$progress; it is ${sent().people}") { sent().people.single().progress == progress }

/** Listens to the end; how many frames had sound in them. */
private suspend fun Handset.hears(id: String, meanwhile: () -> Unit = {}): Int {
    val stage = { phone.dingView(id)!!.stage }
    phone.listen(id)
    until("playing, or not") { stage() !in listOf("arming", "counting") }
    meanwhile()
    var loud = 0
    // a second of sound: four are plenty
    repeat(200) {
        if (stage() != "playing") return loud
        if (isHeard(phone.pullLoudspeaker(FRAME.toUInt()))) loud += 1
    }
    error("it has no end")
}
