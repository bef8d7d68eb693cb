package app.sotto.android

import android.app.Activity
import android.app.KeyguardManager
import android.app.NotificationManager
import android.content.Intent
import android.hardware.biometrics.BiometricPrompt
import android.hardware.camera2.CameraManager
import android.os.BadParcelableException
import android.os.Bundle
import android.os.CancellationSignal
import android.view.TextureView
import android.widget.TextView
import java.util.concurrent.Executor
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertSame
import kotlin.test.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements

/** What a person wrote, opened or locked stays so, whatever comes in between; what nobody saw is not seen. */
@RunWith(RobolectricTestRunner::class)
@Config(
    application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi",
    shadows = [CapturePolicy::class, PacedTrack::class, Prompt::class],
)
class KeptTest {
    @Before
    fun forget() {
        Prompt.asked = null
    }

    private fun Activity.composer() = findViewById<TextView>(R.id.message)?.text?.toString()

    private fun chat(pair: TwoPhones) = open<MainActivity>().also { it.get().go(Route(Place.CHAT, pair.bobsId)) }

    @Test
    fun `what is written stays over a call that comes in, and over the end of the process`() {
        TwoPhones().use { pair ->
            val controller = chat(pair)
            val activity = controller.get()
            until("the chat") { activity.composer() != null }
            activity.write(R.id.message, "Half a sentence")
            pair.bobRings(0)
            until("the call in front") { activity.screen is CallPage }
            phone.hangUp()
            until("how it ended") { "Close" in activity.words() }
            activity.tap("Close")
            until("the chat again") { activity.screen is ChatPage }
            assertEquals("Half a sentence", activity.composer())
            val state = Bundle()
            controller.saveInstanceState(state).pause().stop().destroy()
            // a new process: its phone opens when the window is there already
            closeApp()
            theApp.onCreate()
            val after = Robolectric.buildActivity(MainActivity::class.java).create(state).start().restoreInstanceState(state).resume().visible().get()
            until("the chat in the new process") { after.screen is ChatPage }
            assertEquals("Half a sentence", after.composer())
        }
    }

    @Test
    fun `turning the phone keeps the window, and the sheet in it`() {
        join("Alice")
        val controller = open<MainActivity>()
        val activity = controller.get()
        activity.sure("Delete the lot") { }
        RuntimeEnvironment.setQualifiers("+land")
        controller.configurationChange()
        assertSame(activity, controller.get())
        assertTrue("Delete the lot" in activity.words())
        closeApp()
    }

    @Test
    fun `nobody has read what came while the window was out of sight or locked`() {
        TwoPhones().use { pair ->
            fun unread() = phone.chatsView().lines.single().unread
            val controller = chat(pair)
            until("the chat") { controller.get().composer() != null }
            controller.pause().stop()
            pair.bob.phone.sendText(pair.alicesId, "Are you there?", kept = true)
            until("it came") { phone.chatsView().lines.any { it.unread == 1uL } }
            repeat(20) { theApp.session.settle().also { shadowOf(android.os.Looper.getMainLooper()).idle() } }
            val notices = theApp.getSystemService(NotificationManager::class.java)!!
            until("it is told") { notices.activeNotifications.any { it.notification.channelId == Notices.MESSAGES } }
            // a minute later the app wants to know who looks
            shadowOf(theApp.getSystemService(KeyguardManager::class.java)).setIsDeviceSecure(true)
            Choices(theApp).locks = true
            org.robolectric.shadows.ShadowSystemClock.advanceBy(java.time.Duration.ofMinutes(1))
            controller.restart().resume()
            repeat(20) { theApp.session.settle().also { shadowOf(android.os.Looper.getMainLooper()).idle() } }
            assertEquals(0f, controller.get().window.decorView.alpha)
            assertEquals(1uL, unread())
            assertTrue(Prompt.asked != null, "it is asked who looks")
            // left while it is asked, and back at once: still locked, asked again
            Prompt.asked = null
            controller.pause().stop().restart().resume()
            assertEquals(0f, controller.get().window.decorView.alpha)
            Prompt.asked!!.onAuthenticationSucceeded(null)
            until("it is read, and told no longer") { unread() == 0uL && notices.activeNotifications.none { it.notification.channelId == Notices.MESSAGES } }
            assertEquals(1f, controller.get().window.decorView.alpha)
            Choices(theApp).locks = false
        }
    }

    @Test
    fun `a tap on a notification opens the chat that it is about, or the list of chats where nobody may be named`() {
        TwoPhones().use { pair ->
            val notices = theApp.getSystemService(NotificationManager::class.java)!!
            fun told() = notices.activeNotifications.firstOrNull { it.notification.channelId == Notices.MESSAGES }?.notification
            fun opened(what: String, so: (MainActivity) -> Boolean) {
                until("it is told") { told() != null }
                val controller = open<MainActivity>(shadowOf(told()!!.contentIntent).savedIntent)
                until({ "not $what: ${controller.get().words()}" }) {
                    // how the call ended lies above it
                    if ("Close" in controller.get().words()) controller.get().tap("Close")
                    so(controller.get())
                }
                controller.pause().stop().destroy()
                until("it is told no longer") { told() == null }
            }
            pair.bob.phone.dial(pair.alicesId, 0u)
            until("it rings") { phone.incomingView() != null }
            pair.bob.phone.hangUp()
            opened("the chat with who called") { it.screen is ChatPage && "Bob" in it.words() }
            until("Bob's phone is free") { pair.bob.phone.ended() != null }
            pair.bob.phone.askSecureChat(pair.alicesId, 3u)
            until("Alice is asked") { phone.sessionView() != null }
            opened("the list of chats") { it.screen is HomePage && "Chats" in it.words() }
        }
    }

    @Test
    fun `what a process left in the shade before it was killed names nobody once a level hides people`() {
        TwoPhones().use { pair ->
            val notices = theApp.getSystemService(NotificationManager::class.java)!!
            fun names() = notices.activeNotifications.any { "Bob" in it.notification.extras.getCharSequence("android.text").toString() }
            pair.bob.phone.sendText(pair.alicesId, "Are you there?", kept = true)
            until("it is told, with a name") { names() }
            closeApp()
            theApp.onCreate()
            until("the phone is open again") { phone.myCard()?.reachable?.key == "card.online" }
            assertTrue(names(), "it is still unread, and the phone is only woken")
            pair.bobRings(3)
            until("armed") { theApp.levers.holds(app.sotto.Operation.IDENTITY) }
            until("no name") { !names() }
        }
    }

    @Test
    fun `the camera does not start behind the lock`() {
        join("Alice")
        shadowOf(theApp).grantPermissions(android.Manifest.permission.CAMERA)
        shadowOf(theApp.getSystemService(CameraManager::class.java)).addCamera("0", org.robolectric.shadows.ShadowCameraCharacteristics.newCameraCharacteristics())
        val controller = open<MainActivity>()
        controller.get().go(Route(Place.SCANNER))
        val picture = controller.get().views().filterIsInstance<TextureView>().single()
        val runs = { picture.surfaceTextureListener != null }
        assertTrue(runs())
        controller.pause().stop()
        shadowOf(theApp.getSystemService(KeyguardManager::class.java)).setIsDeviceSecure(true)
        Choices(theApp).locks = true
        org.robolectric.shadows.ShadowSystemClock.advanceBy(java.time.Duration.ofMinutes(1))
        controller.restart().resume()
        assertFalse(runs(), "nothing runs that nobody sees")
        Prompt.asked!!.onAuthenticationSucceeded(null)
        until("the scanner again") { runs() }
        Choices(theApp).locks = false
        closeApp()
    }

    @Test
    fun `an app that starts behind its lock shows the first screen once it is unlocked`() {
        join("Alice")
        shadowOf(theApp.getSystemService(KeyguardManager::class.java)).setIsDeviceSecure(true)
        Choices(theApp).locks = true
        org.robolectric.shadows.ShadowSystemClock.advanceBy(java.time.Duration.ofMinutes(1))
        val activity = open<MainActivity>().get()
        assertTrue(activity.screen == null && Prompt.asked != null)
        Prompt.asked!!.onAuthenticationSucceeded(null)
        until("the first screen") { "Contacts" in activity.words() }
        Choices(theApp).locks = false
        closeApp()
    }

    @Test
    fun `what came under a sheet is read once the sheet is gone, and then the open chat rests`() {
        TwoPhones().use { pair ->
            val activity = chat(pair).get()
            until("the chat") { activity.composer() != null }
            activity.sure("Delete the lot") { }
            pair.bob.phone.sendText(pair.alicesId, "Are you there?", kept = true)
            until("it is drawn") { "Are you there?" in activity.words() }
            assertEquals(1uL, phone.chatsView().lines.single().unread)
            activity.tap("Cancel")
            until("it is read") { phone.chatsView().lines.single().unread == 0uL }
            until("Bob knows") { pair.bob.phone.chatsView().lines.single().tick?.key == "tick.read" }
            var drawn = 0
            theApp.session.add(object : Session.Listener {
                override fun changed(event: app.sotto.Event?) = Unit
                override fun settled() { drawn++ }
            })
            until("nothing is drawn anew for a while") {
                val before = drawn
                repeat(100) { shadowOf(android.os.Looper.getMainLooper()).idle().also { Thread.sleep(1) } }
                drawn == before
            }
        }
    }

    @Test
    fun `an intent that cannot be read is as if there were none`() {
        join("Alice")
        val controller = open<MainActivity>()
        controller.newIntent(object : Intent() {
            override fun getStringExtra(name: String?): String? = throw BadParcelableException("of another app")
        })
        assertTrue("Contacts" in controller.get().words())
        closeApp()
    }

    @Test
    fun `copying a text out of the app is refused by key and menu while it is forbidden, pasting is not`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        val field = activity.views().filterIsInstance<Field>().first()
        val clipboard = theApp.getSystemService(android.content.ClipboardManager::class.java)!!
        field.setText("secret")
        field.setSelection(0, 6)
        theApp.levers.forbid(app.sotto.Operation.CLIPBOARD)
        assertFalse(field.onTextContextMenuItem(android.R.id.copy))
        assertEquals(null, clipboard.primaryClip)
        theApp.levers.allow(app.sotto.Operation.CLIPBOARD)
        field.setSelection(0, 6)
        assertTrue(field.onTextContextMenuItem(android.R.id.copy))
        assertEquals("secret", clipboard.primaryClip?.getItemAt(0)?.text.toString())
        closeApp()
    }
}

/** The system's question for finger, face or code. */
@Implements(BiometricPrompt::class)
class Prompt {
    @Implementation
    protected fun authenticate(@Suppress("UNUSED_PARAMETER") signal: CancellationSignal, @Suppress("UNUSED_PARAMETER") on: Executor, told: BiometricPrompt.AuthenticationCallback) {
        asked = told
    }

    companion object {
        var asked: BiometricPrompt.AuthenticationCallback? = null
    }
}
