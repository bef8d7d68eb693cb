package app.sotto.android

import android.content.Context
import android.media.AudioAttributes
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.os.Build
import android.view.WindowManager
import app.sotto.Answer
import app.sotto.Operation
import app.sotto.PlatformNews
import app.sotto.android.levers.EarpieceLever
import app.sotto.android.levers.Levers
import app.sotto.android.levers.SoundRules
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.AudioDeviceInfoBuilder
import org.robolectric.util.ReflectionHelpers

/** Every lever: what it does, what it answers on each version of the system, and that nothing of it stays behind. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], shadows = [CapturePolicy::class])
class LeversTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val audio = context.getSystemService(AudioManager::class.java)!!
    private val told = mutableListOf<Pair<Operation, PlatformNews>>()
    private val levers = Levers(context) { operation, news -> told += operation to news }
    private val sdk = Build.VERSION.SDK_INT

    @Before
    fun devices() = shadowOf(audio).setOutputDevices(listOf(EARPIECE, SPEAKER))

    @After
    fun restore() {
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", sdk)
        Operation.entries.forEach(levers::allow)
        closeApp()
    }

    @Test
    fun `each operation has a lever, and this system enforces them all`() {
        for (operation in Operation.entries) assertEquals(Answer.ENFORCED, levers.forbid(operation), "$operation")
    }

    @Test
    fun `older systems are not said to do more than they do`() {
        val answers = mapOf(
            Operation.AUDIO_RECORDING to mapOf(26 to Answer.DETECTED, 28 to Answer.DETECTED, 29 to Answer.DETECTED, 30 to Answer.ENFORCED),
            Operation.SPEAKER to mapOf(26 to Answer.DETECTED, 30 to Answer.DETECTED, 31 to Answer.ENFORCED),
            Operation.PERIPHERALS to mapOf(26 to Answer.DETECTED, 30 to Answer.DETECTED, 31 to Answer.ENFORCED),
            Operation.SCREENSHOT to mapOf(26 to Answer.ENFORCED, 33 to Answer.ENFORCED),
            Operation.TRANSCRIPTION to mapOf(26 to Answer.UNSUPPORTED, 29 to Answer.UNSUPPORTED, 30 to Answer.ENFORCED),
            Operation.CALL_LOG to mapOf(26 to Answer.ENFORCED),
        )
        for ((operation, levels) in answers) for ((level, answer) in levels) {
            ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", level)
            assertEquals(answer, levers.forbid(operation), "$operation on $level")
            levers.allow(operation)
        }
    }

    @Test
    fun `a tablet without an earpiece cannot keep a call from the room, and says so`() {
        shadowOf(audio).setOutputDevices(listOf(SPEAKER))
        assertEquals(Answer.UNSUPPORTED, levers.forbid(Operation.SPEAKER))
        assertEquals(Answer.UNSUPPORTED, levers.forbid(Operation.PERIPHERALS))
    }

    @Test
    fun `what is pulled is let go, also by a start after a crash, when nothing was pulled`() {
        Operation.entries.forEach(levers::allow)
        assertTrue(told.isEmpty())
        val window = open<MainActivity>().get().window
        Operation.entries.forEach(theApp.levers::forbid)
        assertTrue(window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
        assertEquals(AudioAttributes.ALLOW_CAPTURE_BY_NONE, CapturePolicy.of(audio).policy)
        assertEquals(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE, audio.communicationDevice?.type)
        assertTrue(SoundRules.private && SoundRules.builtInOnly && window.decorView.filterTouchesWhenObscured)
        Operation.entries.forEach(theApp.levers::allow)
        assertEquals(0, window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
        assertEquals(AudioAttributes.ALLOW_CAPTURE_BY_ALL, CapturePolicy.of(audio).policy)
        assertFalse(SoundRules.private || SoundRules.builtInOnly || window.decorView.filterTouchesWhenObscured)
        assertEquals(null, audio.communicationDevice)
    }

    @Test
    fun `sound stays private until the last operation that needs it is allowed`() {
        levers.forbid(Operation.AUDIO_RECORDING)
        levers.forbid(Operation.TRANSCRIPTION)
        levers.allow(Operation.TRANSCRIPTION)
        assertTrue(SoundRules.private)
        levers.allow(Operation.AUDIO_RECORDING)
        assertFalse(SoundRules.private)
    }

    @Test
    fun `a route that another app changes is put back, and where that fails both people are told`() {
        levers.forbid(Operation.SPEAKER)
        val lever = levers.all.filterIsInstance<EarpieceLever>().single()
        lever.routed(SPEAKER)
        assertEquals(listOf<Pair<Operation, PlatformNews>>(Operation.SPEAKER to PlatformNews.Attempted), told)
        shadowOf(audio).setOutputDevices(listOf(SPEAKER))
        lever.routed(SPEAKER)
        lever.routed(SPEAKER)
        lever.routed(EARPIECE)
        assertEquals(listOf(PlatformNews.Attempted, PlatformNews.ViolationBegan, PlatformNews.ViolationEnded), told.map { it.second })
    }

    @Test
    fun `a headset that is plugged in is refused with a notice, one that was there before is not news`() {
        shadowOf(audio).setOutputDevices(listOf(EARPIECE, SPEAKER))
        levers.forbid(Operation.PERIPHERALS)
        shadowOf(android.os.Looper.getMainLooper()).idle()
        assertTrue(told.isEmpty())
        shadowOf(audio).addOutputDevice(HEADSET, true)
        shadowOf(android.os.Looper.getMainLooper()).idle()
        assertEquals(listOf<Pair<Operation, PlatformNews>>(Operation.PERIPHERALS to PlatformNews.Attempted), told)
        assertEquals(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE, audio.communicationDevice?.type)
    }

    @Test
    fun `another app that records is noticed`() {
        levers.forbid(Operation.AUDIO_RECORDING)
        val other = shadowOf(audio).createActiveRecordingConfiguration(77, android.media.MediaRecorder.AudioSource.MIC, "other")
        shadowOf(audio).setActiveRecordingConfigurations(listOf(other), true)
        shadowOf(android.os.Looper.getMainLooper()).idle()
        assertEquals(listOf<Pair<Operation, PlatformNews>>(Operation.AUDIO_RECORDING to PlatformNews.Attempted), told)
    }

    private companion object {
        val EARPIECE: AudioDeviceInfo by lazy { device(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE) }
        val SPEAKER: AudioDeviceInfo by lazy { device(AudioDeviceInfo.TYPE_BUILTIN_SPEAKER) }
        val HEADSET: AudioDeviceInfo by lazy { device(AudioDeviceInfo.TYPE_WIRED_HEADSET) }

        fun device(type: Int): AudioDeviceInfo = AudioDeviceInfoBuilder.newBuilder().setType(type).build()
    }
}
