package app.sotto.android

import android.Manifest.permission.RECORD_AUDIO
import android.content.Context
import android.media.AudioAttributes
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.os.Build
import android.view.WindowManager
import app.sotto.Answer
import app.sotto.Operation
import app.sotto.PlatformNews
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
    fun devices() {
        shadowOf(audio).setOutputDevices(listOf(EARPIECE, SPEAKER))
        shadowOf(theApp).grantPermissions(RECORD_AUDIO)
    }

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
    fun `without the microphone nobody is silenced, and what is spoken is not said to be kept from others`() {
        shadowOf(theApp).denyPermissions(RECORD_AUDIO)
        val answers = mapOf(
            Operation.AUDIO_RECORDING to mapOf(28 to Answer.DETECTED, 30 to Answer.DETECTED, 34 to Answer.DETECTED),
            Operation.TRANSCRIPTION to mapOf(29 to Answer.UNSUPPORTED, 30 to Answer.DETECTED, 34 to Answer.DETECTED),
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
        val lever = levers.route
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

    private fun news() = told.filter { it.first != Operation.SPEAKER }.map { it.second }

    private fun idle() = shadowOf(android.os.Looper.getMainLooper()).idle()

    @Test
    fun `another app that hears is a violation for as long as it does, one that began before too`() {
        val other = shadowOf(audio).createActiveRecordingConfiguration(77, android.media.MediaRecorder.AudioSource.MIC, "other")
        shadowOf(audio).setActiveRecordingConfigurations(listOf(other), true)
        levers.forbid(Operation.AUDIO_RECORDING)
        idle()
        assertEquals(listOf<PlatformNews>(PlatformNews.ViolationBegan), news())
        shadowOf(audio).setActiveRecordingConfigurations(listOf(), true)
        idle()
        assertEquals(listOf(PlatformNews.ViolationBegan, PlatformNews.ViolationEnded), news())
    }

    @Test
    fun `another app that the system silences has tried and hears nothing`() {
        levers.forbid(Operation.AUDIO_RECORDING)
        val other = shadowOf(audio).createActiveRecordingConfiguration(77, android.media.MediaRecorder.AudioSource.MIC, "other")
        ReflectionHelpers.setField(other, "mClientSilenced", true)
        shadowOf(audio).setActiveRecordingConfigurations(listOf(other), true)
        idle()
        assertEquals(listOf<PlatformNews>(PlatformNews.Attempted), news())
    }

    @Test
    fun `the earpiece stays until the last of speaker and headsets lets go, and each watches alone`() {
        levers.forbid(Operation.SPEAKER)
        levers.forbid(Operation.PERIPHERALS)
        levers.allow(Operation.SPEAKER)
        assertEquals(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE, audio.communicationDevice?.type)
        levers.route.routed(HEADSET)
        levers.route.routed(SPEAKER)
        assertEquals(listOf(Operation.PERIPHERALS to PlatformNews.Attempted), told.toList())
        levers.allow(Operation.PERIPHERALS)
        assertEquals(null, audio.communicationDevice)
    }

    @Test
    fun `a headset that cannot be kept out is a violation until it is unplugged`() {
        levers.forbid(Operation.PERIPHERALS)
        idle()
        shadowOf(audio).setOutputDevices(listOf(SPEAKER))
        shadowOf(audio).addOutputDevice(HEADSET, true)
        idle()
        shadowOf(audio).removeOutputDevice(HEADSET, true)
        idle()
        assertEquals(listOf(PlatformNews.ViolationBegan, PlatformNews.ViolationEnded), told.map { it.second })
    }

    @Test
    fun `before 31 the loudspeaker is looked at, put off again, and told of`() {
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", 30)
        assertEquals(Answer.DETECTED, levers.forbid(Operation.SPEAKER))
        @Suppress("DEPRECATION")
        audio.isSpeakerphoneOn = true
        shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        @Suppress("DEPRECATION")
        assertFalse(audio.isSpeakerphoneOn)
        assertEquals(listOf(Operation.SPEAKER to PlatformNews.Attempted), told.toList())
    }

    @Test
    fun `streams are opened anew when their rules change`() {
        val before = SoundRules.generation
        levers.forbid(Operation.PERIPHERALS)
        val bound = SoundRules.generation
        levers.forbid(Operation.AUDIO_RECORDING)
        val private = SoundRules.generation
        levers.forbid(Operation.TRANSCRIPTION)
        assertTrue(before < bound && bound < private)
        assertEquals(private, SoundRules.generation, "nothing new")
        Operation.entries.forEach(levers::allow)
        assertTrue(private < SoundRules.generation)
    }

    private companion object {
        val EARPIECE: AudioDeviceInfo by lazy { device(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE) }
        val SPEAKER: AudioDeviceInfo by lazy { device(AudioDeviceInfo.TYPE_BUILTIN_SPEAKER) }
        val HEADSET: AudioDeviceInfo by lazy { device(AudioDeviceInfo.TYPE_WIRED_HEADSET) }

        fun device(type: Int): AudioDeviceInfo = AudioDeviceInfoBuilder.newBuilder().setType(type).build()
    }
}
