package app.sotto.android

import android.content.ComponentName
import android.content.Intent
import android.content.IntentFilter
import android.content.pm.ActivityInfo
import android.content.pm.ApplicationInfo
import android.content.pm.PackageInfo
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Wake-ups by an app of the person's choice, and the connection kept open where there is none. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35])
class PushTest {
    private val choices get() = Choices(theApp)

    @After
    fun close() = closeApp()

    private fun installDistributor() {
        val packages = shadowOf(theApp.packageManager)
        packages.installPackage(PackageInfo().apply {
            packageName = DISTRIBUTOR
            applicationInfo = ApplicationInfo().apply {
                packageName = DISTRIBUTOR
                name = "Courier"
                nonLocalizedLabel = "Courier"
                flags = ApplicationInfo.FLAG_INSTALLED
            }
        })
        val receiver = ComponentName(DISTRIBUTOR, "$DISTRIBUTOR.Receiver")
        packages.addOrUpdateReceiver(ActivityInfo().apply {
            packageName = DISTRIBUTOR
            name = receiver.className
            exported = true
            applicationInfo = ApplicationInfo().apply {
                packageName = DISTRIBUTOR
                nonLocalizedLabel = "Courier"
            }
        })
        packages.addIntentFilterForReceiver(receiver, IntentFilter(Push.REGISTER))
    }

    private fun sent(action: String): Intent? = shadowOf(theApp).broadcastIntents.lastOrNull { it.action == action }

    private fun arrives(action: String, vararg extras: kotlin.Pair<String, String>) =
        Wake().onReceive(theApp, Intent(action).apply { extras.forEach { putExtra(it.first, it.second) } })

    @Test
    fun `the distributor that the person chose is asked, its endpoint is kept, each wake-up acknowledged`() {
        join("Alice")
        installDistributor()
        val push = Push(theApp)
        assertEquals(listOf(DISTRIBUTOR to "Courier"), push.distributors())
        push.use(DISTRIBUTOR)
        val asked = assertNotNull(sent(Push.REGISTER))
        assertEquals(DISTRIBUTOR, asked.`package`)
        assertEquals(theApp.packageName, asked.getStringExtra("application"))
        val token = assertNotNull(asked.getStringExtra(Push.TOKEN))
        assertTrue(token.length >= 32, "nobody guesses it")
        // who does not know it is not listened to
        arrives(Push.NEW_ENDPOINT, Push.TOKEN to "guess", Push.ENDPOINT to "https://evil.example/x")
        assertEquals("push.off", phone.pushView().words.key)
        arrives(Push.NEW_ENDPOINT, Push.TOKEN to token, Push.ENDPOINT to ENDPOINT)
        until("the server was told") { phone.pushView().words.key !in listOf("push.off", "push.unsaid") }
        arrives(Push.MESSAGE, Push.TOKEN to token, Push.ID to "7")
        assertEquals("7", sent(Push.ACK)?.getStringExtra(Push.ID))
        arrives(Push.UNREGISTERED, Push.TOKEN to token)
        assertNull(choices.token)
        assertEquals("push.off", phone.pushView().words.key)
        // the next start asks anew, by another name
        push.follow(phone)
        assertNotEquals(token, sent(Push.REGISTER)?.getStringExtra(Push.TOKEN))
    }

    @Test
    fun `a distributor that is gone, or refuses, leaves nothing behind`() {
        join("Alice")
        installDistributor()
        val push = Push(theApp)
        push.use(DISTRIBUTOR)
        val token = assertNotNull(choices.token)
        arrives(Push.FAILED, Push.TOKEN to token, "reason" to "NETWORK")
        assertNull(choices.token)
        push.follow(phone)
        arrives(Push.NEW_ENDPOINT, Push.TOKEN to choices.token!!, Push.ENDPOINT to ENDPOINT)
        shadowOf(theApp.packageManager).removeReceiver(ComponentName(DISTRIBUTOR, "$DISTRIBUTOR.Receiver"))
        push.follow(phone)
        assertEquals(listOf(null, null), listOf(choices.distributor, choices.token))
        assertEquals("push.off", phone.pushView().words.key)
    }

    @Test
    fun `garbage from anyone does no harm`() {
        for (action in listOf(Push.NEW_ENDPOINT, Push.MESSAGE, Push.FAILED, Push.UNREGISTERED, "someone.elses.ACTION")) {
            Wake().onReceive(theApp, Intent(action))
            Wake().onReceive(theApp, Intent(action).putExtra(Push.TOKEN, ByteArray(100_000)).putExtra(Push.ENDPOINT, 7))
            Wake().onReceive(theApp, Intent(action).putExtra(Push.TOKEN, "\u0000").putExtra(Push.ENDPOINT, "x".repeat(100_000)))
        }
        choices.token = "mine"
        for (address in listOf("x".repeat(100_000), "http://plain.example", "", "file:///etc/passwd")) {
            arrives(Push.NEW_ENDPOINT, Push.TOKEN to "mine", Push.ENDPOINT to address)
            assertEquals("push.off", phone.pushView().words.key)
        }
        assertNull(phone.myCard())
    }

    @Test
    fun `who does not know the token wakes nobody`() {
        join("Alice")
        choices.token = "mine"
        // a wake-up lasts nine seconds
        fun woken() = shadowOf(android.os.Looper.getMainLooper()).lastScheduledTaskTime.toMillis() > android.os.SystemClock.uptimeMillis() + 8_000
        arrives(Push.MESSAGE, Push.TOKEN to "guess", Push.ID to "7")
        arrives(Push.MESSAGE)
        assertTrue(!woken())
        arrives(Push.MESSAGE, Push.TOKEN to "mine", Push.ID to "7")
        assertTrue(woken())
    }

    @Test
    fun `the connection is kept open only where the person wants it and nothing else wakes this phone`() {
        fun started() = generateSequence { shadowOf(theApp).nextStartedService }.any { it.component?.className == CallService::class.java.name }
        join("Alice")
        assertTrue(!started())
        theApp.calls.stay(true)
        until("it runs") { started() }
        org.robolectric.Robolectric.buildService(CallService::class.java).create().startCommand(0, 1)
        theApp.calls.stay(false)
        until("it is stopped") { shadowOf(theApp as android.app.Application).nextStoppedService != null }
    }

    @Test
    fun `a service that the system starts anew stays until the phone is open, where the person wants it`() {
        join("Alice")
        theApp.session.close()
        fun stops() = shadowOf(org.robolectric.Robolectric.buildService(CallService::class.java).create().startCommand(0, 1).get()).isStoppedBySelf
        choices.stays = true
        assertTrue(!stops())
        choices.stays = false
        assertTrue(stops())
    }

    private companion object {
        const val DISTRIBUTOR = "org.example.courier"
        const val ENDPOINT = "https://push.example.org/up?token=abc"
    }
}
