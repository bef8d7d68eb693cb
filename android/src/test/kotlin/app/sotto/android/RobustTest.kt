package app.sotto.android

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What goes wrong around an app: links from anyone, a process that is killed, permissions that are refused. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi")
class RobustTest {
    @After
    fun close() = closeApp()

    @Test
    fun `a link from anyone is shown as what it is, and nothing is taken from it`() {
        join("Alice")
        val links = listOf(
            "SOTTO:AAAA", "sotto:%00%FF", "SOTTO:" + "A".repeat(100_000), "SOTTO-JOIN:AAAA", "sotto:?x=javascript:alert(1)",
            "intent://evil#Intent;scheme=sotto;end",
        )
        for (link in links) {
            val intent = Intent(Intent.ACTION_VIEW, Uri.parse(link)).setClass(theApp, MainActivity::class.java)
            val controller = open<MainActivity>(intent)
            assertTrue("Nothing was opened" in controller.get().words() || "cannot be used" in controller.get().words(), link.take(40))
            assertTrue(phone.contactsView(null).lines.isEmpty())
            controller.pause().stop().destroy()
        }
    }

    @Test
    fun `a join link does not join by itself`() {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(joinLink)).setClass(theApp, MainActivity::class.java)
        val activity = open<MainActivity>(intent).get()
        activity.tap("Join this server")
        assertTrue("Your name" in activity.words() && phone.myCard() == null)
    }

    @Test
    fun `who comes by a link before they have joined anything goes back to joining, not to an empty app`() {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(joinLink)).setClass(theApp, MainActivity::class.java)
        val activity = open<MainActivity>(intent).get()
        assertTrue(activity.screen is FoundPage)
        activity.back()
        assertTrue(activity.screen is JoinPage && "Scan the link" in activity.words(), activity.words())
        activity.back()
        assertTrue(activity.isFinishing)
    }

    @Test
    fun `after its process was killed the app stands where the person was, and stale places say so`() {
        join("Alice")
        for (name in Place.entries) for (about in listOf("", "00".repeat(32), "nonsense:9:,,/")) {
            val state = Bundle()
            val before = open<MainActivity>()
            before.get().go(Route(name, about))
            before.saveInstanceState(state).pause().stop().destroy()
            val after = Robolectric.buildActivity(MainActivity::class.java).create(state).start().restoreInstanceState(state).resume().visible()
            until("something is shown: $name $about") { after.get().screen != null && after.get().words().isNotBlank() || after.get().isFinishing }
            after.pause().stop().destroy()
        }
    }

    @Test
    fun `a way that another version saved leads home`() {
        join("Alice")
        val state = Bundle().apply { putStringArrayList("way", arrayListOf("hologram/7")) }
        val activity = Robolectric.buildActivity(MainActivity::class.java).create(state).start().resume().visible().get()
        until("home") { "Contacts" in activity.words() }
    }

    @Test
    fun `without the camera the scanner says what else there is`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.SCANNER))
        assertTrue("The camera reads codes" in activity.words())
        activity.tap("Cancel")
        assertTrue("The camera reads codes" in activity.words())
        assertFalse("Allow" in activity.words(), "not asked twice")
        activity.tap("From a picture")
        assertEquals(Intent.ACTION_OPEN_DOCUMENT, shadowOf(activity).nextStartedActivityForResult.intent.action)
        shadowOf(theApp).grantPermissions(android.Manifest.permission.CAMERA)
        activity.back()
        activity.go(Route(Place.SCANNER))
        until("no camera, and what to do") { "The camera cannot be used now" in activity.words() }
    }

    @Test
    fun `a call asks for the microphone with its reason, and is made without it`() {
        TwoPhones(hears = false).use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.CONTACT, pair.bobsId))
            activity.tap("Call")
            assertTrue("nobody can hear you" in activity.words(), activity.words())
            fun called() = phone.callScreen() !is app.sotto.CallScreen.Idle
            activity.tap("Cancel")
            assertFalse(called() || "Cancel" in activity.words(), "who wants neither calls nobody")
            activity.tap("Call")
            // a tap beside the sheet, and the way back
            activity.views().last { it is android.widget.TextView && it.text == "Cancel" }.let { cancel ->
                generateSequence(cancel.parent) { it.parent }.first { (it as? android.view.View)?.contentDescription == "" }.let { (it as android.view.View).performClick() }
            }
            assertFalse(called() || "Cancel" in activity.words())
            activity.tap("Call")
            activity.back()
            assertFalse(called() || "Cancel" in activity.words())
            activity.tap("Call")
            activity.tap("Go on without the microphone")
            until("the call") { phone.callScreen() is app.sotto.CallScreen.Running }
            phone.hangUp()
        }
    }

    @Test
    fun `the call's service and Telecom account name nobody`() {
        join("Alice")
        val service = Robolectric.buildService(CallService::class.java).create().startCommand(0, 1).get()
        val notice = shadowOf(service).lastForegroundNotification
        assertEquals(android.app.Notification.VISIBILITY_SECRET, notice.visibility)
        val account = Connections.account(theApp)
        assertTrue(account.capabilities and android.telecom.PhoneAccount.CAPABILITY_SELF_MANAGED != 0)
        assertFalse(account.extras.getBoolean(android.telecom.PhoneAccount.EXTRA_LOG_SELF_MANAGED_CALLS, true))
        assertTrue(account.subscriptionAddress == null && account.address == null)
    }
}
