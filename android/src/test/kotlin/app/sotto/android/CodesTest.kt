package app.sotto.android

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.view.WindowManager
import android.widget.TextView
import app.sotto.Event
import java.io.ByteArrayInputStream
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Cards and people: who was seen, and what leads to whom. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class CodesTest {
    private fun verified() = phone.contactsView(null).lines.single().let { phone.contactView(it.id)!!.verified }

    @Test
    fun `a card that was pasted verifies nobody, and says so before it is taken`() {
        TwoPhones(met = false).use { pair ->
            val activity = open<MainActivity>().get()
            val card = pair.bob.phone.myCard()!!.uri
            activity.go(Route(Place.FOUND, FoundPage.SCANNED + card))
            assertTrue("you scanned this card in person" in activity.words(), activity.words())
            activity.back()
            activity.go(Route(Place.FOUND))
            activity.write(R.id.paste, card)
            assertTrue("Not verified" in activity.words(), activity.words())
            activity.tap("Add to contacts")
            until("Bob is there") { phone.contactsView(null).lines.isNotEmpty() }
            assertFalse(verified())
        }
    }

    @Test
    fun `a card in a picture verifies nobody, and a picture without one says so`() {
        TwoPhones(met = false).use { pair ->
            val activity = open<MainActivity>().get()
            fun chosen(bytes: ByteArray) {
                activity.go(Route(Place.SCANNER, ScannerPage.PICTURE))
                val file = Uri.parse("content://pictures/${bytes.size}")
                shadowOf(theApp.contentResolver).registerInputStream(file, ByteArrayInputStream(bytes))
                val asked = shadowOf(activity).nextStartedActivityForResult.intent
                shadowOf(activity).receiveResult(asked, Activity.RESULT_OK, Intent().setData(file))
            }
            chosen("no picture".toByteArray())
            until("it is said") { "No code was found" in activity.words() }
            activity.back()
            chosen(pair.bob.phone.myCardPicture(8u)!!)
            until("what stands in it") { activity.screen is FoundPage }
            assertTrue("Bob" in activity.words() && "Not verified" in activity.words(), activity.words())
            activity.tap("Add to contacts")
            until("Bob is there") { phone.contactsView(null).lines.isNotEmpty() }
            assertFalse(verified())
        }
    }

    @Test
    fun `a picture that was chosen for a window that is gone is not dropped without a word`() {
        join("Alice")
        val controller = open<MainActivity>()
        val activity = controller.get()
        activity.go(Route(Place.SCANNER, ScannerPage.PICTURE))
        val asked = shadowOf(activity).nextStartedActivityForResult
        val state = android.os.Bundle()
        controller.saveInstanceState(state).pause().stop().destroy()
        val restored = org.robolectric.Robolectric.buildActivity(MainActivity::class.java).create(state).start().restoreInstanceState(state)
        val after = restored.get()
        org.robolectric.util.ReflectionHelpers.callInstanceMethod<Unit>(
            ShellActivity::class.java, after, "onActivityResult",
            org.robolectric.util.ReflectionHelpers.ClassParameter.from(Int::class.java, asked.requestCode),
            org.robolectric.util.ReflectionHelpers.ClassParameter.from(Int::class.java, Activity.RESULT_OK),
            org.robolectric.util.ReflectionHelpers.ClassParameter.from(Intent::class.java, Intent().setData(Uri.parse("content://pictures/1"))),
        )
        restored.resume().visible()
        assertTrue("No code was found" in after.words(), after.words())
        closeApp()
    }

    @Test
    fun `a new card asks first, and a card is shared as the core says`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.MY_CARD))
        val card = phone.myCard()!!
        activity.tap(card.newCard.label.words)
        assertTrue(card.newCardSure.words in activity.words(), activity.words())
        activity.picture("card_new_sure")
        activity.tap("Cancel")
        assertEquals(card.uri, phone.myCard()!!.uri)
        activity.tap(card.share.label.words)
        val chooser = shadowOf(activity).nextStartedActivity
        assertEquals(card.uri, chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)?.getStringExtra(Intent.EXTRA_TEXT))
        activity.tap(card.newCard.label.words)
        activity.agree(card.newCard.label.words)
        until("another card") { phone.myCard()!!.uri != card.uri }
        closeApp()
    }

    /** The sheet's button says the same as the one below it, and lies above it. */
    private fun Activity.agree(words: String) = views().last { (it as? TextView)?.text == words }.performClick()

    @Test
    fun `a contact is blocked and unblocked after a question`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.CONTACT, pair.bobsId))
            activity.tap("Block")
            assertTrue("They are not told" in activity.words() && !phone.contactView(pair.bobsId)!!.blocked)
            activity.agree("Block")
            until("nothing of Bob's reaches this phone") { phone.contactView(pair.bobsId)!!.blocked && "Blocked" in activity.words() }
            activity.tap("Unblock")
            activity.agree("Unblock")
            until("Bob may call again") { !phone.contactView(pair.bobsId)!!.blocked }
        }
    }

    @Test
    fun `the call's button opens the page of whom it is with, from the window over the lock screen too`() {
        TwoPhones().use { pair ->
            val main = open<MainActivity>().get()
            phone.dial(pair.bobsId, 0u)
            pair.bobAnswers()
            until("the call") { main.offers("Contact page") }
            main.tap("Contact page")
            assertTrue(main.screen is ContactPage && "Bob" in main.words(), main.words())
            val call = open<CallActivity>(Intent(theApp, CallActivity::class.java)).get()
            until("the call") { call.offers("Contact page") }
            call.tap("Contact page")
            assertEquals(Route(Place.CONTACT, pair.bobsId), theApp.next)
            assertEquals(MainActivity::class.java.name, shadowOf(call).nextStartedActivity?.component?.className)
            phone.hangUp()
        }
    }

    @Test
    fun `the gesture leads to the secure screen of the person whose chat is open, at its level`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.CHAT, pair.bobsId))
            activity.changed(Event.GestureRecognised(3u))
            assertTrue(activity.screen is SecurePage && activity.views().any { it.isSelected && (it as? TextView)?.text == "Secure 3" })
            activity.tap("Start secure call")
            until("Bob's phone rings at that level") { pair.bob.phone.incomingView()?.level == 3.toUByte() }
            until("each window is secure") { activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0 }
            phone.hangUp()
            // with nobody's chat open there is nobody to call
            until("over") { phone.ended() != null }
            phone.dismissEnded()
            assertNotEquals(null, activity.screen)
            activity.home()
            activity.changed(Event.GestureRecognised(3u))
            assertTrue(activity.screen is SecurePage)
            activity.views().firstOrNull { (it as? TextView)?.text == "Start secure call" }?.performClick()
            assertNull(phone.state())
        }
    }
}
