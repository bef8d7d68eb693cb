package app.sotto

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable

/** What a frame of sound costs on its way through JNA. Run by `cargo xtask bench bindings`, which reads what it prints. */
@EnabledIfEnvironmentVariable(named = "SOTTO_BENCH", matches = "\\d+")
class FrameBench {
    @Test
    fun `one frame in and one out`() = runBlocking<Unit> {
        val frames = System.getenv("SOTTO_BENCH").toInt()
        Handset.open().use { handset ->
            val phone = handset.phone
            val piece = ByteBuffer.allocateDirect(FRAME * 2)
            val apart = { phone.pushMicrophone(piece); phone.pullLoudspeaker(FRAME.toUInt()) }
            val together = { phone.exchangeSound(piece) }
            // the machine learns what is called often; a call of an hour is 180,000 frames
            repeat(20_000) { apart(); together() }
            val before = memory()
            val times = LongArray(frames) { time(apart) }
            val after = memory()
            println("figure kotlin_frame_us ${median(times)}")
            println("figure kotlin_frame_p99_us ${percentile(times, 99)}")
            println("figure kotlin_exchange_us ${median(LongArray(frames) { time(together) })}")
            println("figure kotlin_heap_growth_kib ${(after.heap - before.heap) / 1024.0}")
            println("figure kotlin_process_growth_kib ${(after.process - before.process).toDouble()}")
        }
    }

    private fun time(work: () -> ByteArray): Long {
        val start = System.nanoTime()
        check(work().size == FRAME * 2)
        return System.nanoTime() - start
    }

    private fun median(times: LongArray) = percentile(times, 50)

    /** In µs. */
    private fun percentile(times: LongArray, share: Int): Double = times.sorted()[times.size * share / 100] / 1_000.0

    private class Memory(val heap: Long, val process: Long)

    private fun memory(): Memory {
        // several, as objects with cleaners need more than one
        repeat(5) { System.gc(); Thread.sleep(50) }
        val runtime = Runtime.getRuntime()
        val status = Files.readAllLines(Path.of("/proc/self/status"))
        val resident = status.first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong()
        return Memory(runtime.totalMemory() - runtime.freeMemory(), resident)
    }
}
